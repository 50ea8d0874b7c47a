using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Rules;

/// <summary>Where a member exists. Its derivative is the same in each place; only the type differs.</summary>
[Flags]
internal enum RuleFamilies
{
    Math = 1,
    MathF = 2,
    Double = 4,
    Single = 8,

    /// <summary>The overloads of <c>Math</c> on <c>float</c>.</summary>
    MathOnSingle = 16,

    MathClasses = Math | MathF,
    GenericMath = Double | Single,
    Common = MathClasses | GenericMath,
    Everywhere = Common | MathOnSingle,
}

/// <summary>How rows of the rule table are written. In a signature, <c>T</c> stands for the floating-point type.</summary>
internal static class RuleDeclaration
{
    private static readonly ImmutableArray<(RuleFamilies Family, string Prefix, string Type)> Families =
    [
        (RuleFamilies.Math, "System.Math.", "double"),
        (RuleFamilies.MathOnSingle, "System.Math.", "float"),
        (RuleFamilies.MathF, "System.MathF.", "float"),
        (RuleFamilies.Double, "double.", "double"),
        (RuleFamilies.Single, "float.", "float"),
    ];

    /// <summary>A function of one variable, by its derivative in terms of the argument x and the result y.</summary>
    public static ImmutableArray<DerivativeRule> Unary(
        string signature,
        Func<IrExpression, IrExpression, IrExpression> partial,
        RuleFamilies families = RuleFamilies.Common,
        bool strongZero = false) =>
        Rule(signature, families, strongZero, (call, u) => u * partial(call[0], call.Result));

    /// <summary>A function of one variable, by what flows to its argument x where u flows to its result y.</summary>
    public static ImmutableArray<DerivativeRule> Unary(
        string signature,
        Func<IrExpression, IrExpression, IrExpression, IrExpression> contribution,
        RuleFamilies families = RuleFamilies.Common,
        bool strongZero = false) =>
        Rule(signature, families, strongZero, (call, u) => contribution(call[0], call.Result, u));

    /// <summary>A member of several arguments, by what flows to each; null where nothing does.</summary>
    public static ImmutableArray<DerivativeRule> Rule(
        string signature,
        RuleFamilies families,
        bool strongZero,
        params Contribution?[] contributions) =>
        [
            .. Families.Where(f => (families & f.Family) != 0).Select(f =>
                new DerivativeRule(f.Prefix + WithType(signature, f.Type), TapeName(signature), [.. contributions]) { StrongZero = strongZero }),
        ];

    /// <summary>A member whose derivative is zero wherever it exists.</summary>
    public static ImmutableArray<DerivativeRule> Flat(string signature, RuleFamilies families = RuleFamilies.Common) =>
        Rule(signature, families, strongZero: false, new Contribution?[signature.Count(static c => c == ',') + 1]);

    /// <summary>The rows again, for a member that does the same under a second name; the tape has one name for both.</summary>
    public static ImmutableArray<DerivativeRule> Alias(this ImmutableArray<DerivativeRule> rules, string signature, RuleFamilies families) =>
        [
            .. rules,
            .. Families.Where(f => (families & f.Family) != 0).Select(f =>
                new DerivativeRule(f.Prefix + WithType(signature, f.Type), rules[0].TapeMethod, rules[0].Contributions) { StrongZero = rules[0].StrongZero }),
        ];

    private static string WithType(string signature, string type)
    {
        int open = signature.IndexOf('(');
        int close = signature.IndexOf(')');
        string[] parameters = signature.Substring(open + 1, close - open - 1).Split([", "], StringSplitOptions.None);
        return signature.Substring(0, open + 1) + string.Join(", ", parameters.Select(p => p == "T" ? type : p)) + signature.Substring(close);
    }

    // "SinCos(T).Sin" is one element of a result that is a tuple; the tape has it as a method of its own.
    private static string TapeName(string signature) =>
        signature.EndsWith(")", StringComparison.Ordinal) ? signature.Substring(0, signature.IndexOf('(')) : signature.Substring(signature.IndexOf(").", StringComparison.Ordinal) + 2);
}
