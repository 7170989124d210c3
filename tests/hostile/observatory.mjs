// Counts the points of answers as MDN's HTTP Observatory does, with its own code and no network.
// Takes: the folder of node_modules; on its input a list of { url, from, status, headers, html },
// `from` being where plain HTTP leads. Prints one { score, grade, worst } for each.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const home = join(resolve(process.argv[2]), "@mdn", "mdn-http-observatory");
const part = name => import(pathToFileURL(join(home, "src", name)));

// Which hosts browsers know beforehand is fetched by a usual installation; the ones here are none.
const preloaded = join(home, "conf", "hsts-preload.json");
if (!existsSync(preloaded)) writeFileSync(preloaded, "{}");

const { ALL_TESTS } = await part("constants.js");
const { MINIMUM_SCORE_FOR_EXTRA_CREDIT } = await part("grader/charts.js");
const { getGradeForScore, getScoreModifier } = await part("grader/grader.js");
const { HTML_TYPES, Requests } = await part("types.js");
const { parseHttpEquivHeaders } = await part("retriever/utils.js");
const library = createRequire(join(home, "src", "index.js"));
const { AxiosHeaders } = library("axios");
const { CookieJar } = library("tough-cookie");

const scores = JSON.parse(readFileSync(0, "utf8")).map(({ url, from, status, headers, html }) => {
  const asked = new Requests(new URL(url).hostname);
  const all = {};
  const jar = new CookieJar();
  for (const [name, value] of headers) {
    if (name === "set-cookie") {
      (all[name] ??= []).push(value);
      jar.setCookieSync(value, url);
    } else {
      all[name] = value;
    }
  }
  const isPage = HTML_TYPES.has(all["content-type"]?.split(";")[0]);
  const answer = { status, headers: new AxiosHeaders(all), verified: true, request: { headers: {} } };
  answer.httpEquiv = isPage ? parseHttpEquivHeaders(html, url) : new Map();
  asked.session = { jar, url: new URL(url) };
  asked.resources.path = html;
  asked.responses.auto = asked.responses.https = asked.responses.http = answer;
  asked.responses.cors = answer;
  const plain = { url: new URL(url.replace("https:", "http:")), status: 301 };
  asked.responses.httpRedirects = [plain, { url: new URL(from), status }];

  const results = ALL_TESTS.map(test => test(asked).result);
  const points = results.map(result => getScoreModifier(result));
  const without = points.reduce((sum, one) => sum + Math.min(one, 0), 100);
  const withExtra = points.reduce((sum, one) => sum + one, 100);
  const score = without >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? withExtra : without;
  return { ...getGradeForScore(score), worst: results.filter((_, at) => points[at] < 0) };
});
console.log(JSON.stringify(scores));
