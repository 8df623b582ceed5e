/** The part of the linter's plugin interface (ESLint's) that the house rules use; oxlint ships no types for it. */
export interface Rule {
  create(context: Context): Readonly<Record<string, (node: SyntaxNode) => void>>;
}

export interface Context {
  /** The folder the linter runs in: the root of the repository. */
  readonly cwd: string;
  readonly filename: string;
  readonly sourceCode: { getAllComments(): readonly Comment[] };
  report(finding: { readonly node: SyntaxNode | Comment; readonly message: string }): void;
}

export interface SyntaxNode {
  readonly type: string;
  readonly source?: { readonly value?: unknown } | null;
  readonly importKind?: string;
  readonly exportKind?: string;
  readonly callee?: { readonly name?: string };
}

export interface Comment {
  readonly type: string;
  readonly value: string;
}
