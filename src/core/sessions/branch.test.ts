import { expect, test } from "vitest";
import { branchPath, isBranch, versionsOf, type Branch } from "./branch.ts";

const fork = (id: string, parentId: string, forkedBefore: string, reason: Branch["reason"]): Branch => ({
  id,
  parentId,
  forkedBefore,
  reason,
  createdAt: 0,
});

/** q1 a1 q2 a2; another a2; within that another q3; in its place yet another. */
const branches = [
  fork("t3", "", "a2", "regenerated"),
  fork("t5", "t3", "q3", "edited"),
  fork("t6", "t3", "q3", "edited"),
];
const message = (id: string, turnId: string, role: "user" | "assistant", branchId: string) => ({
  id,
  turnId,
  role,
  branchId,
});

test("the first branch is its own messages, and needs no row", () => {
  expect(branchPath([], "")).toEqual([{ branchId: "", before: null }]);
  expect([isBranch([], ""), isBranch(branches, "t5"), isBranch(branches, "t4")]).toEqual([true, true, false]);
});

test("a branch is its own messages behind what it shares with each parent", () => {
  expect(branchPath(branches, "t6")).toEqual([
    { branchId: "t6", before: null },
    { branchId: "t3", before: "q3" },
    { branchId: "", before: "a2" },
  ]);
});

test("branches in a circle end", () => {
  const circle = [fork("x", "y", "m", "edited"), fork("y", "x", "n", "edited")];
  expect(branchPath(circle, "x").map(({ branchId }) => branchId)).toEqual(["x", "y", "x"]);
});

test("all versions of an answer name each other, and the question over them has none", () => {
  const versions = ["", "t3"];
  expect(versionsOf(message("a2", "t2", "assistant", ""), branches)).toEqual(versions);
  expect(versionsOf(message("b2", "t3", "assistant", "t3"), branches)).toEqual(versions);
  expect(versionsOf(message("q2", "t2", "user", ""), branches)).toEqual([]);
});

test("all versions of a question name each other, and their answers have none", () => {
  const versions = ["t3", "t5", "t6"];
  expect(versionsOf(message("q3", "t4", "user", "t3"), branches)).toEqual(versions);
  expect(versionsOf(message("p3", "t5", "user", "t5"), branches)).toEqual(versions);
  expect(versionsOf(message("b3", "t5", "assistant", "t5"), branches)).toEqual([]);
});

test("a later message of a branch is no version of its first", () => {
  expect(versionsOf(message("q4", "t7", "user", "t6"), branches)).toEqual([]);
  expect(versionsOf(message("a4", "t7", "assistant", "t6"), branches)).toEqual([]);
});
