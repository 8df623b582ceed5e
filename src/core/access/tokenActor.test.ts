import { expect, test } from "vitest";
import { isRefusal } from "../errors.ts";
import { tokenActor, type TokenClaims } from "./tokenActor.ts";

const plain: TokenClaims = { actor: "sub", role: "role", scopes: null, workspaces: null };
const full: TokenClaims = { actor: "email", role: "roles", scopes: "scope", workspaces: "spaces" };
const actor = (names: TokenClaims, payload: Record<string, unknown>) => {
  const result = tokenActor(names, payload);
  return isRefusal(result) ? result.detail : result;
};

test("the claims that the configuration names say who it is", () => {
  const payload = { email: "ana@x.uy", roles: ["staff", "service"], spaces: ["w1", "w2"] };
  expect(actor(full, { ...payload, scope: "openid query:ask documents:read email" })).toEqual({
    id: "ana@x.uy",
    role: "service",
    scopes: ["documents:read", "query:ask"],
    workspaces: ["w1", "w2"],
  });
  expect(actor(full, { ...payload, roles: "member", scope: ["query:ask"] })).toEqual({
    id: "ana@x.uy",
    role: "member",
    scopes: ["query:ask"],
    workspaces: [],
  });
});

test("a token whose scopes are all for somebody else has none, and does not get its role's", () => {
  for (const scope of ["openid profile", "", undefined, 7])
    expect(actor(full, { email: "ana", roles: "admin", scope })).toBe(
      "The token names no scope of this server in its claim scope.",
    );
});

test("a role is a whole word, and only one", () => {
  for (const role of ["not admin", "Admin", ["admin", "member"], [], null, { admin: true }])
    expect(actor(plain, { sub: "ana", role })).toBe(
      "The token names not one of admin, member, service in its claim role.",
    );
});

test("nobody is an actor without a usable id, nor one of the server's own", () => {
  for (const sub of [undefined, "", " ana", 7, "a".repeat(201), "a\u0000b"])
    expect(actor(plain, { sub, role: "member" })).toBe("The token has no usable actor in its claim sub.");
  for (const sub of ["admin", "erased", "phone:public", "phone:+59899123456"])
    expect(actor(plain, { sub, role: "admin" })).toBe("The token names an actor that is the server's own.");
});
