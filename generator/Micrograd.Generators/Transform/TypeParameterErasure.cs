using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform;

/// <summary>
/// A generic method at <c>T = double</c>. The tape computes in double, so its overload has no use for the method's type parameters,
/// and a caller could not infer them.
/// </summary>
internal sealed class TypeParameterErasure : IrRewriter
{
    private readonly HashSet<string> _erased;

    private TypeParameterErasure(IEnumerable<string> erased) => _erased = [.. erased];

    public static MethodIr Apply(MethodIr method)
    {
        if (method.Signature.NumberParameters.Count == 0)
        {
            return method;
        }

        var erasure = new TypeParameterErasure(method.Signature.NumberParameters);
        return method with { Signature = erasure.Erase(method.Signature), Body = erasure.RewriteBlock(method.Body) };
    }

    /// <summary>The type as the overload on the tape declares it.</summary>
    public static IrType Apply(MethodSignature method, IrType type) => new TypeParameterErasure(method.NumberParameters).Erase(type);

    public override IrExpression Rewrite(IrExpression expression) => expression switch
    {
        LocalExpression e => new LocalExpression(RewriteLocal(e.Local)),
        ConstantExpression { Type: TypeParameterType type } e when _erased.Contains(type.Name) =>
            e.Literal == type.Name ? e with { Type = IrType.Double, Literal = "double" } : ConstantExpression.Number(BitConverter.Int64BitsToDouble(e.Bits), IrType.Double),
        _ => Retyped(base.Rewrite(expression)),
    };

    protected override IrLocal RewriteLocal(IrLocal local) => local with { Type = Erase(local.Type) };

    private IrExpression Retyped(IrExpression expression) => expression switch
    {
        RuleCallExpression e => e with { Method = Method(e.Method), Type = Erase(e.Type) },
        ConditionalExpression or LengthExpression => expression,
        ConversionExpression e when Erase(e.Type) == e.Operand.Type => e.Operand,
        _ => expression with { Type = Erase(expression.Type) },
    };

    private string Method(string method) =>
        _erased.FirstOrDefault(name => method.StartsWith(name + ".", StringComparison.Ordinal)) is { } name ? "double" + method.Substring(name.Length) : method;

    private MethodSignature Erase(MethodSignature signature) => signature with
    {
        Parameters = signature.Parameters.Select(p => p with { Local = RewriteLocal(p.Local), TypeText = Erase(p.Local.Type) is var type && type != p.Local.Type ? type.Text : p.TypeText }).ToEquatableArray(),
        ReturnType = Erase(signature.ReturnType),
    };

    private IrType Erase(IrType type) => type switch
    {
        TypeParameterType parameter when _erased.Contains(parameter.Name) => IrType.Double,
        ArrayType array => array with { Element = Erase(array.Element) },
        SpanType span => span with { Element = Erase(span.Element) },
        ResultArrayType result => new ResultArrayType((ArrayType)Erase(result.Array)),
        _ => type,
    };
}
