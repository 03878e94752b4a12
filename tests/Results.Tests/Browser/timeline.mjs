// Serves speedscope and a timeline on the loopback, opens the one with the other, and prints what the page shows.
import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join } from "node:path";

const [modules, executablePath, timeline] = process.argv.slice(2);
const { chromium } = createRequire(modules + "/")("playwright-core");
const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".wasm": "application/wasm" };
const server = createServer((request, response) => {
  const path = new URL(request.url, "http://localhost").pathname;
  const file = path === "/timeline.json" ? timeline : join(modules, "speedscope/dist/release", path);
  if (!existsSync(file)) return response.writeHead(404).end();
  response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" });
  createReadStream(file).pipe(response);
});
await new Promise(ready => server.listen(0, "127.0.0.1", ready));
const origin = `http://127.0.0.1:${server.address().port}`;

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--enable-unsafe-swiftshader"] });
const page = await browser.newPage();
const seen = { errors: [], outside: [] };
page.on("pageerror", error => seen.errors.push(String(error)));
page.on("console", message => { if (message.type() === "error" && !message.text().includes("favicon")) seen.errors.push(message.text()); });
page.on("request", request => { if (!/^(http:\/\/127\.0\.0\.1|data:|blob:)/.test(request.url())) seen.outside.push(request.url()); });
await page.goto(`${origin}/index.html#profileURL=${encodeURIComponent(origin + "/timeline.json")}`);
await page.waitForFunction(() => /tid/.test(document.title + document.body.innerText), null, { timeout: 60000 }).catch(() => {});
seen.title = await page.title();
seen.text = (await page.evaluate(() => document.body.innerText)).slice(0, 400);
await browser.close();
server.close();
console.log(JSON.stringify(seen));
