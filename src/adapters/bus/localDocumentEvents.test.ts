import { expect, test } from "vitest";
import { createLocalDocumentEvents } from "./localDocumentEvents.ts";

const event = (documentId: string) =>
  ({ id: null, documentId, name: "a.txt", status: "processing", data: "{}" }) as const;

test("a listener hears its own workspace, in order, until it leaves", () => {
  const events = createLocalDocumentEvents();
  const heard: string[] = [];
  const leave = events.subscribe("a", ({ documentId }) => heard.push(documentId));
  events.publish("a", event("1"));
  events.publish("b", event("2"));
  events.publish("a", event("3"));
  leave();
  events.publish("a", event("4"));
  expect(heard).toEqual(["1", "3"]);
});

test("leaving twice does not silence who came later", () => {
  const events = createLocalDocumentEvents();
  const heard: string[] = [];
  const leave = events.subscribe("a", () => heard.push("first"));
  leave();
  events.subscribe("a", () => heard.push("second"));
  leave();
  events.publish("a", event("1"));
  expect(heard).toEqual(["second"]);
});

test("the same function subscribed twice is told twice and leaves once", () => {
  const events = createLocalDocumentEvents();
  let told = 0;
  const listener = () => (told += 1);
  const leave = events.subscribe("a", listener);
  events.subscribe("a", listener);
  events.publish("a", event("1"));
  leave();
  events.publish("a", event("2"));
  expect(told).toBe(3);
});

test("a listener that throws is reported and disturbs neither the publisher nor the others", () => {
  const broken: unknown[] = [];
  const events = createLocalDocumentEvents((error) => broken.push(error));
  const heard: string[] = [];
  events.subscribe("a", () => {
    throw new TypeError("bug");
  });
  events.subscribe("a", ({ documentId }) => heard.push(documentId));
  events.publish("a", event("1"));
  expect([heard, broken]).toEqual([["1"], [new TypeError("bug")]]);
});
