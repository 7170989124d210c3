/* Nobody is signed out without a word: two minutes before it happens a page says so, and one
   press puts it off. What is typed stays on the page whatever happens. */

const box = document.querySelector("#leaving");
const [words, button, link] = ["p", "button", "a"].map((one) => box.querySelector(one));
const WARN = 120; // seconds before the end
const AGAIN = 10; // seconds after the site did not answer

let timer = 0;

function wait(seconds) {
  clearTimeout(timer);
  timer = setTimeout(look, Math.max(seconds, 1) * 1000);
}

function show(said, canStay, canSignIn) {
  if (words.textContent !== said) words.textContent = said;
  button.hidden = !canStay;
  link.hidden = !canSignIn;
  box.hidden = false;
}

const minutes = (seconds) => (seconds > 60 ? `${Math.ceil(seconds / 60)} minutes` : "a minute");

/* The site knows how long it is: something may have been done in another tab. */
async function look() {
  try {
    const answer = await fetch(box.dataset.left, {
      headers: { "X-Requested-With": "XMLHttpRequest" },
    });
    if (answer.ok) tell(await answer.json());
    else show("You are signed out. What you typed is still here: sign in, then go on.", false, true);
    if (!answer.ok) wait(AGAIN); // somebody who signs in again in another tab goes on here
  } catch {
    wait(AGAIN);
  }
}

function tell({ left, longest }) {
  if (left > WARN) {
    box.hidden = true;
    wait(left - WARN);
    return;
  }
  if (longest <= left) {
    const said = `Your day of eight hours ends in ${minutes(left)}. Save what you are writing, then sign in again.`;
    show(said, false, false);
  } else {
    show(`You will be signed out in ${minutes(left)}, because nothing was done for a while.`, true, false);
  }
  wait(Math.min(left, 30) + 1);
}

button.addEventListener("click", async () => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const headers = { "X-CSRFToken": token, "X-Requested-With": "XMLHttpRequest" };
  const answer = await fetch(box.dataset.stay, { method: "POST", headers }).catch(() => null);
  if (answer?.ok) tell(await answer.json());
  else look();
});

tell({ left: Number(box.dataset.seconds), longest: Number(box.dataset.longest) });
