using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// Members of <c>Complex</c> and the vectors of System.Numerics, field by field, each with the operations of the framework's own
/// body in their order, so that the values have the same bits (a test compares them), or by a call of the framework's member itself
/// (<see cref="FrameworkMember"/>). What is not here has a diagnostic.
/// </summary>
internal static class NumericsCalls
{
    private static readonly Dictionary<string, Func<NumericsCall, IrExpression>> Table =
        new[] { ComplexMembers.All, HolomorphicFunctions.All, VectorMembers.All, VectorFunctions.All }.SelectMany(static t => t).ToDictionary(static m => m.Key, static m => m.Value);

    public static bool IsKnown(ISymbol member) => TypeMapping.IsNumerics(member.ContainingType) && (Table.ContainsKey(KeyOf(member)) || FrameworkMember.IsTest(member));

    public static IrExpression Lower(LoweringScope scope, ISymbol member, IReadOnlyList<IrExpression> operands, IrType type) =>
        (Table.TryGetValue(KeyOf(member), out Func<NumericsCall, IrExpression>? lower) ? lower : FrameworkMember.Call)(new NumericsCall(scope, member, operands, type));

    // Complex.op_Multiply(Complex, Double); an accessor and a static field go by the member's name.
    private static string KeyOf(ISymbol member) => member switch
    {
        IMethodSymbol { AssociatedSymbol: IPropertySymbol property } => $"{property.ContainingType.Name}.{property.Name}",
        IMethodSymbol method => $"{method.ContainingType.Name}.{method.Name}({string.Join(", ", method.Parameters.Select(static p => p.Type.Name))})",
        _ => $"{member.ContainingType.Name}.{member.Name}",
    };
}

/// <summary>A call of such a member: its member and operands (<c>this</c> first), and the type of its result.</summary>
internal sealed record NumericsCall(LoweringScope Scope, ISymbol Member, IReadOnlyList<IrExpression> Operands, IrType Type)
{
    public IReadOnlyList<IrExpression> Fields(int operand) => ((StructExpression)Operands[operand]).Fields;

    /// <summary>The fields as names, for a body that reads them several times.</summary>
    public IReadOnlyList<IrExpression> Named(int operand) => [.. Fields(operand).Select(Name)];

    public IrExpression Name(IrExpression value) => value is LocalExpression or ConstantExpression ? value : Scope.Bind(value, "part");

    public IrExpression Make(params IEnumerable<IrExpression> fields) => new StructExpression((StructType)Type, fields.ToEquatableArray());

    public IrExpression AreEqual() => Compare(BinaryOperator.Equal, BinaryOperator.LogicalAnd);

    public IrExpression AreDifferent() => Compare(BinaryOperator.NotEqual, BinaryOperator.LogicalOr);

    public static IrExpression Rule(string type, string keyword, string method, params IrExpression[] arguments) => new RuleCallExpression(
        $"{type}.{method}({string.Join(", ", arguments.Select(_ => keyword))})", $"global::{(type == keyword ? (keyword == "double" ? "System.Double" : "System.Single") : type)}.{method}", arguments.ToEquatableArray(), arguments[0].Type);

    private IrExpression Compare(BinaryOperator comparison, BinaryOperator join) => Fields(0)
        .Zip(Fields(1), (l, r) => (IrExpression)new BinaryExpression(comparison, l, r, IrType.Boolean))
        .Aggregate((a, b) => new BinaryExpression(join, a, b, IrType.Boolean));
}
