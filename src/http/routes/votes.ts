import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import * as z from "zod";
import { idSchema } from "../../contract/common.ts";
import { putVoteSchema, voteSchema, type VoteView } from "../../contract/feedback.ts";
import { instant } from "../../contract/instant.ts";
import { castVote, readVote, removeVote, type Vote, type VoteRecordsDep } from "../../core/feedback/vote.ts";
import type { HttpDeps } from "../deps.ts";
import { granted } from "../problem.ts";
import { admitConversation } from "../request.ts";

const tags = ["feedback"];
const params = z.object({ id: idSchema, message_id: idSchema });

/** The actor's own vote on an answer of their own conversation; both ids are in the prefix. */
export function voteRoutes(deps: HttpDeps & VoteRecordsDep): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: "PUT",
      url: "",
      schema: {
        tags,
        summary: "Vote on an answer",
        description: "One vote a user and message: the same again changes nothing, another takes its place.",
        params,
        body: putVoteSchema,
        response: { 200: voteSchema },
      },
      async handler(request) {
        const { owned } = await admitConversation(deps, request, request.params.id, "query:ask");
        return voteView(granted(await castVote(deps, owned, request.params.message_id, request.body)));
      },
    });

    app.route({
      method: "GET",
      url: "",
      schema: { tags, summary: "Your vote on an answer", params, response: { 200: voteSchema } },
      async handler(request) {
        const { owned } = await admitConversation(deps, request, request.params.id, "query:ask");
        return voteView(granted(await readVote(deps, owned, request.params.message_id)));
      },
    });

    app.route({
      method: "DELETE",
      url: "",
      schema: { tags, summary: "Take your vote back", params, response: { 204: z.null() } },
      async handler(request, reply) {
        const { owned } = await admitConversation(deps, request, request.params.id, "query:ask");
        granted(await removeVote(deps, owned, request.params.message_id));
        reply.code(204);
        return null;
      },
    });
  };
}

function voteView({ messageId, value, comment, tags: given, createdAt, updatedAt }: Vote): VoteView {
  return {
    message_id: messageId,
    value,
    ...(comment !== null && { comment }),
    tags: [...given],
    created_at: instant(createdAt),
    updated_at: instant(updatedAt),
  };
}
