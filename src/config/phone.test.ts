import { expect, test } from "vitest";
import { phoneSchema } from "./phone.ts";

test("left out, numbers are Uruguayan, keys are needed and sessions last a day", () => {
  expect(phoneSchema.parse({})).toEqual({
    country: "UY",
    isPublic: false,
    workspaceId: null,
    sessionMs: 86_400_000,
  });
});

test("hours may be parts of one, and what is no country, workspace or duration is told by its path", () => {
  const workspace = "01890000-0000-7000-8000-000000000000";
  expect(phoneSchema.parse({ country: "GB", public: true, workspace, session_hours: 0.5 })).toEqual({
    country: "GB",
    isPublic: true,
    workspaceId: workspace,
    sessionMs: 1_800_000,
  });
  const wrong = phoneSchema.safeParse({ country: "UK", workspace: "default", session_hours: 0, open: true });
  expect(wrong.error?.issues.map(({ path, code }) => [path.join("."), code])).toEqual([
    ["country", "custom"],
    ["workspace", "invalid_format"],
    ["session_hours", "too_small"],
    ["", "unrecognized_keys"],
  ]);
  for (const country of ["uy", "XX", "ZZ", "URY", "", "U1"])
    expect(phoneSchema.safeParse({ country }).success, `for ${country}`).toBe(false);
});
