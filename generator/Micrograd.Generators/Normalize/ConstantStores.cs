using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Normalize;

/// <summary>
/// What goes into a place marked [NoDiff] is kept apart until it is known to carry no derivative. From then on it is a value like
/// any other.
/// </summary>
internal sealed class ConstantStores : IrRewriter
{
    private ConstantStores()
    {
    }

    public static MethodIr Open(MethodIr method) => method with
    {
        Body = new ConstantStores().RewriteBlock(method.Body),
        Pairs = method.Pairs.Select(static p => p with { Method = Open(p.Method) }).ToEquatableArray(),
    };

    public override IrExpression Rewrite(IrExpression expression) =>
        base.Rewrite(expression) is var rewritten && rewritten is OpaqueExpression { IsStore: true } kept ? kept.Arguments[0] : rewritten;
}
