import { chunkIndexSuite, suiteAnalyser } from "../../../test/ports/chunkIndex.ts";
import { createMemoryIndex } from "./memoryIndex.ts";

chunkIndexSuite("memory", async () => createMemoryIndex(suiteAnalyser));
