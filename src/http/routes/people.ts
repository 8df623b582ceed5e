import { Readable } from "node:stream";
import type { FastifyRequest } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import * as z from "zod";
import { erasedSchema, personSchema } from "../../contract/feedback.ts";
import { authorizeGlobal } from "../../core/access/authorized.ts";
import type { ClockDep } from "../../core/clock.ts";
import { exportPerson } from "../../core/feedback/exportPerson.ts";
import { erasePerson, personOf, type EraseDeps, type PhoneNumberDep } from "../../core/feedback/person.ts";
import { requestActor } from "../auth.ts";
import { granted } from "../problem.ts";

const tags = ["people"];
const params = z.object({
  id: z.string().trim().min(1).max(200).describe("An actor's id, or a phone number as `+59899123456`"),
});

/** All of one person, in all workspaces: an admin's alone. */
export function personRoutes(deps: EraseDeps & PhoneNumberDep & ClockDep): FastifyPluginAsyncZod {
  const admit = async (request: FastifyRequest, { id }: z.infer<typeof params>) => ({
    grant: granted(authorizeGlobal(requestActor(request), "admin:config")),
    person: granted(await personOf(deps, id)),
  });

  return async (app) => {
    app.route({
      method: "GET",
      url: "/:id",
      schema: {
        tags,
        summary: "What is kept of a person, in numbers",
        params,
        response: { 200: personSchema },
      },
      async handler(request) {
        const { person } = await admit(request, request.params);
        await deps.flushAudits();
        const [held, owned] = [await deps.people.count(person), await deps.people.ownedWorkspaces(person)];
        return { person: person.actor, held, owned_workspaces: owned };
      },
    });

    app.route({
      method: "GET",
      url: "/:id/export",
      schema: {
        tags,
        summary: "All that is kept of a person",
        description:
          "One JSON object, streamed: who, when, owned workspaces, and a list for each kind of rows.",
        params,
      },
      async handler(request, reply) {
        const { person } = await admit(request, request.params);
        await deps.flushAudits();
        return reply
          .type("application/json; charset=utf-8")
          .header("content-disposition", 'attachment; filename="person.json"')
          .header("cache-control", "no-store")
          .send(Readable.from(exportPerson(deps, person)));
      },
    });

    app.route({
      method: "DELETE",
      url: "/:id",
      schema: {
        tags,
        summary: "Erase a person",
        description:
          "Keys are revoked and running turns cancelled first. Erasing again is a success, and finishes what was broken off.",
        params,
        response: { 200: erasedSchema },
      },
      async handler(request) {
        const { grant, person } = await admit(request, request.params);
        const { cancelledTurns, erased } = granted(await erasePerson(deps, grant, person));
        return {
          person: person.actor,
          cancelled_turns: cancelledTurns,
          erased,
          owned_workspaces: await deps.people.ownedWorkspaces(person),
        };
      },
    });
  };
}
