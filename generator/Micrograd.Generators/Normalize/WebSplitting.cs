using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Normalize;

/// <summary>
/// Gives each web of a variable a variable of its own. A web is a set of definitions that some use cannot tell apart:
/// <c>t = x * x; t = Sin(t); return t;</c> has two, while a loop or a branch that assigns ties its definitions into one.
/// Whether data flows into a variable is then decided for each web, and nothing needs recording in straight-line code.
/// </summary>
internal sealed class WebSplitting(LocalFactory locals, EquatableArray<IrParameter> parameters)
{
    public EquatableArray<IrStatement> Run(EquatableArray<IrStatement> body)
    {
        var reaching = new ReachingDefinitions(parameters);
        reaching.Run(body);
        return new Renaming(reaching, locals).RewriteBlock(body);
    }

    /// <summary>Visits uses and definitions in the same order as <see cref="ReachingDefinitions"/> and renames them.</summary>
    private sealed class Renaming(ReachingDefinitions reaching, LocalFactory locals) : IrRewriter
    {
        private readonly Dictionary<int, IrLocal> _webs = [];
        private int _use;
        private int _definition = reaching.FirstDefinition;

        public override IrExpression Rewrite(IrExpression expression)
        {
            if (expression is not LocalExpression local)
            {
                return base.Rewrite(expression);
            }

            int? web = reaching.WebOfUse(_use++);
            return web is null ? expression : new LocalExpression(WebLocal(web.Value, local.Local));
        }

        protected override void RewriteStatement(IrStatement statement, List<IrStatement> output)
        {
            switch (statement)
            {
                case DeclareStatement { Value: { } value } s:
                    IrExpression initial = Rewrite(value);
                    output.Add(new DeclareStatement(WebLocal(reaching.WebOf(_definition++), s.Local), initial) { Source = s.Source });
                    break;
                case AssignStatement { Target: LocalExpression target } s:
                    IrExpression assigned = Rewrite(s.Value);
                    output.Add(new AssignStatement(new LocalExpression(WebLocal(reaching.WebOf(_definition++), target.Local)), assigned) { Source = s.Source });
                    break;
                case LoopStatement { TestsAtEnd: true } s:
                    EquatableArray<IrStatement> body = RewriteBlock(s.Body);
                    output.Add(s with { Body = body, Condition = Rewrite(s.Condition) });
                    break;
                default:
                    output.Add(RewriteParts(statement));
                    break;
            }
        }

        private IrLocal WebLocal(int web, IrLocal original)
        {
            if (!_webs.TryGetValue(web, out IrLocal? local))
            {
                local = reaching.IsFirstWeb(web, original) ? original : locals.Create(original.Name, original.Type);
                _webs[web] = local;
            }

            return local;
        }
    }
}
