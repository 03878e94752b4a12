// Opens a report from its file address; prints what the page said and asked for.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, executablePath, report] = process.argv.slice(2);
const { chromium } = createRequire(modules + "/")("playwright-core");
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
const seen = { console: [], requests: [] };
for (const colorScheme of ["light", "dark"]) {
  const page = await browser.newPage({ colorScheme });
  page.on("console", message => seen.console.push(message.text()));
  page.on("pageerror", error => seen.console.push(String(error)));
  page.on("request", request => seen.requests.push(request.url()));
  await page.goto(pathToFileURL(report).href, { waitUntil: "load" });
  seen.title = await page.title();
  seen.sections = await page.locator("section h2").allTextContents();
  seen.charts = await page.locator("svg.chart").count();
  seen.overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
await browser.close();
console.log(JSON.stringify(seen));
