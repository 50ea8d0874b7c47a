using Micrograd.Generators.Analyses;
using Micrograd.Generators.Emit;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Transform;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Micrograd.Generators.Tests.Transform;

/// <content>Builds methods, lifts them, and holds the text against the expected one and against the compiler.</content>
public partial class TapeLiftTests
{
    private readonly LocalFactory _locals = new(0);
    private readonly List<IrParameter> _parameters = [];

    private IrLocal Parameter(string name, IrType type, ParameterRole role = ParameterRole.Independent, ParameterMode mode = ParameterMode.Value)
    {
        IrLocal local = _locals.Create(name, type);
        _parameters.Add(new IrParameter(local, role, mode, type.Text));
        return local;
    }

    private void Lifts(EquatableArray<IrStatement> body, string expected, IrType? returns = null)
    {
        var signature = new MethodSignature(
            "F", "F", "M:F", new(null, []), "public", IsStatic: true, [], [], _parameters.ToEquatableArray(), returns ?? IrType.Double, new DerivativeOptions(3));
        var method = new MethodIr(signature, body) { NextLocalId = _locals.NextId };
        LiftedMethod lifted = TapeLift.Apply(method, VariedAnalysis.Analyze(method));
        string text = Text(lifted);
        Assert.Equal(expected.ReplaceLineEndings("\n"), text);
        Compiles(lifted, text);
    }

    private static void Compiles(LiftedMethod lifted, string text)
    {
        string source = $$"""
            public static class Lifted
            {
                public static {{lifted.ReturnType.Text}} F{{text[..text.IndexOf('\n', StringComparison.Ordinal)]}}
                {
            {{text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..]}}
                }
            }

            public class E(double first, double[] all) : System.Exception
            {
                public double Sum => first + all.Length;
                public static double[] Table() => [1.0, 2.0];
            }
            """;
        var compilation = CSharpCompilation.Create(
            "Lifted",
            [CSharpSyntaxTree.ParseText(source)],
            [.. Basic.Reference.Assemblies.Net100.References.All, MetadataReference.CreateFromFile(typeof(Value).Assembly.Location)],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        Assert.Empty(compilation.GetDiagnostics().Where(static d => d.Severity >= DiagnosticSeverity.Warning));
    }

    private static string Text(LiftedMethod lifted)
    {
        var names = new NameAllocator();
        foreach (IrParameter parameter in lifted.Parameters)
        {
            names.Reserve(parameter.Local, parameter.Local.Name);
        }

        names.Allocate(lifted.Body);
        var writer = new CodeWriter();
        new StatementEmitter(writer, names).EmitAll(lifted.Body);
        IEnumerable<string> parameters = lifted.Parameters.Select(p => $"{(p.Mode == ParameterMode.Value ? "" : p.Mode.ToString().ToLowerInvariant() + " ")}{p.TypeText} {p.Local.Name}");
        IEnumerable<string> lines = writer.ToString().Split('\n').Where(static l => l.Length > 0);
        return string.Join("\n", lines.Prepend($"({string.Join(", ", parameters)})"));
    }

    private static LocalExpression Use(IrLocal local) => new(local);

    private static ConstantExpression Number(double value) => ConstantExpression.Number(value, IrType.Double);

    private static ElementExpression At(IrLocal array, IrLocal index) => new(Use(array), [Use(index)], ElementOf(array.Type));

    private static ElementExpression At(IrLocal array, int index) => new(Use(array), [ConstantExpression.Integer(index)], ElementOf(array.Type));

    private static IrType ElementOf(IrType type) => type is ArrayType array ? array.Element : ((SpanType)type).Element;

    private static RuleCallExpression Call(string key, params IrExpression[] arguments) =>
        new(key, "global::" + key[..key.IndexOf('(', StringComparison.Ordinal)], [.. arguments], arguments[0].Type);

    private static CountedLoopStatement Loop(IrLocal counter, IrLocal array, params IrStatement[] body) =>
        new(counter, ConstantExpression.Integer(0), BinaryOperator.Less, new LengthExpression(Use(array)), 1, [.. body]);
}
