using System.Reflection;
using Micrograd.Generators.Rules;

namespace Micrograd.Generators.Tests.Rules;

/// <summary>The table is complete, also after an update of the class library: a new member fails here until it has a row.</summary>
public class RuleCoverageTests
{
    private static readonly HashSet<string> StrongZeros =
    [
        "/", "Sqrt", "Cbrt", "RootN", "Hypot", "Pow",
        "Log", "Log2", "Log10", "LogP1", "Log2P1", "Log10P1",
        "Exp", "Exp2", "Exp10", "ExpM1", "Exp2M1", "Exp10M1",
        "Sinh", "Cosh", "Asin", "Acos", "AsinPi", "AcosPi", "Acosh", "Atanh",
    ];

    // Members with a floating-point parameter and a floating-point result that have no row, and why.
    private static readonly Dictionary<string, string> WithoutRow = [];

    public static TheoryData<Type> Types => [typeof(Math), typeof(MathF), typeof(double), typeof(float)];

    [Theory]
    [MemberData(nameof(Types))]
    public void EveryDifferentiableMember_HasRow(Type type)
    {
        string[] missing =
        [
            .. type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .Where(m => m.GetParameters().Any(p => IsFloating(p.ParameterType)) && IsDifferentiable(m.ReturnType))
                .SelectMany(m => Keys(type, m))
                .Where(key => !RuleTable.IsKnown(key) && !WithoutRow.ContainsKey(key)),
        ];

        Assert.Empty(missing);
    }

    [Fact]
    public void EveryRow_IsMemberOfClassLibraryOrOperator()
    {
        HashSet<string> members =
        [
            .. ((IEnumerable<object[]>)Types).Select(row => (Type)row[0]).Append(typeof(Gradient))
                .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static).SelectMany(m => Keys(t, m))),
        ];

        Assert.All(RuleTable.All.Where(r => !r.Key.StartsWith("operator", StringComparison.Ordinal)), r => Assert.Contains(r.Key, members));
    }

    // semantics.md section 2 names them: these primitives and no others.
    [Fact]
    public void StrongZeros_AreTheOnesNamed() => Assert.All(RuleTable.All, r => Assert.Equal(StrongZeros.Contains(r.TapeMethod), r.StrongZero));

    private static IEnumerable<string> Keys(Type type, MethodInfo method)
    {
        string key = $"{Name(type)}.{method.Name}({string.Join(", ", method.GetParameters().Select(p => Name(p.ParameterType)))})";
        return method.ReturnTypeCustomAttributes.GetCustomAttributes(inherit: false)
            .OfType<System.Runtime.CompilerServices.TupleElementNamesAttribute>()
            .SelectMany(names => names.TransformNames)
            .Select(element => $"{key}.{element}")
            .DefaultIfEmpty(key);
    }

    private static bool IsFloating(Type type) => type == typeof(double) || type == typeof(float);

    private static bool IsDifferentiable(Type type) =>
        IsFloating(type) || (type.IsGenericType && type.FullName!.StartsWith("System.ValueTuple", StringComparison.Ordinal) && type.GetGenericArguments().Any(IsFloating));

    private static string Name(Type type) =>
        type == typeof(double) ? "double" : type == typeof(float) ? "float" : type == typeof(int) ? "int" : type.FullName ?? type.Name;
}
