// Reads lines, each a JSON list of diagrams, and answers each with a line: what Mermaid's own parser makes of each diagram, its
// type with its nodes, edges and frames or its tasks, or the error. Texts are decoded as the renderer decodes them.
process.env.TZ = "UTC";
import { createInterface } from "node:readline";
import { JSDOM } from "jsdom";

const { window } = new JSDOM("");
globalThis.window = window;
globalThis.document = window.document;
const { default: mermaid } = await import("mermaid");
mermaid.initialize({ startOnLoad: false });

function shown(text) {
  const area = window.document.createElement("textarea");
  area.innerHTML = text.replace(/ﬂ°°/g, "&#").replace(/ﬂ°/g, "&").replace(/¶ß/g, ";");
  return area.value.trim();
}

async function parsed(source) {
  try {
    await mermaid.parse(source);
    const { type, db } = await mermaid.mermaidAPI.getDiagramFromText(source);
    if (type.startsWith("flowchart")) {
      return {
        type,
        nodes: [...db.getVertices().values()].map((node) => ({
          id: node.id,
          lines: node.text.split(/<br\s*\/?>/).map(shown),
          broken: node.classes.includes("broken"),
        })),
        edges: db.getEdges().map((edge) => [edge.start, edge.end]),
        frames: db.getSubGraphs().map((frame) => shown(frame.title)),
      };
    }
    return {
      type,
      title: shown(db.getDiagramTitle()),
      tasks: db.getTasks().map((task) => ({
        section: shown(task.section),
        title: shown(task.task),
        start: task.startTime.toISOString().slice(0, 10),
        end: task.endTime.toISOString().slice(0, 10),
        late: Boolean(task.crit),
      })),
    };
  } catch (error) {
    return { error: String(error) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const results = [];
  for (const source of JSON.parse(line)) {
    results.push(await parsed(source));
  }
  console.log(JSON.stringify(results));
}
