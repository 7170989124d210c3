/* Copy: one press puts a line of the page where it can be pasted. */

for (const button of document.querySelectorAll("[data-copy]")) {
  const said = button.parentElement.querySelector("[role=status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      said.textContent = "Copied";
    } catch {
      said.textContent = `Your browser does not let us. The line is: ${button.dataset.copy}`;
    }
  });
}
