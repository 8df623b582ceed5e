import { expect, test } from "vitest";
import { commonRoles, hiddenFrom, mayReadDocument } from "./documentAccess.ts";

const restricted = (id: string, ...allowedRoles: ("admin" | "member" | "service")[]) => ({
  id,
  allowedRoles,
  uploadedBy: "ana",
});

test.each([
  [{ id: "root", role: "admin" }, [true, true, true]],
  [{ id: "ana", role: "member" }, [true, true, true]],
  [{ id: "bot", role: "service" }, [true, true, false]],
  [{ id: "bea", role: "member" }, [true, false, false]],
  [undefined, [true, false, false]],
] as const)("%o reads of an open, a services' and an admins' document: %o", (viewer, expected) => {
  const documents = [restricted("open"), restricted("services", "service"), restricted("admins", "admin")];
  expect(documents.map((document) => mayReadDocument(viewer, document))).toEqual(expected);
  expect(hiddenFrom(viewer, documents)).toEqual(documents.filter((_, n) => !expected[n]).map(({ id }) => id));
});

test("what erased people uploaded is no longer open to an uploader", () => {
  const left = { allowedRoles: ["service"], uploadedBy: "erased" } as const;
  expect(mayReadDocument({ id: "erased", role: "member" }, left)).toBe(false);
  expect(mayReadDocument({ id: "erased", role: "service" }, left)).toBe(true);
});

test("what is made of several documents is for the roles that may read each, else for admins", () => {
  expect(commonRoles([])).toEqual([]);
  expect(commonRoles([restricted("a"), restricted("b")])).toEqual([]);
  expect(
    commonRoles([restricted("a"), restricted("b", "member", "service"), restricted("c", "service")]),
  ).toEqual(["service"]);
  expect(commonRoles([restricted("a", "member"), restricted("b", "service")])).toEqual(["admin"]);
});
