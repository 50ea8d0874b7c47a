using System.Reflection;
using Micrograd.Generators.Emit;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Lowering;
using Micrograd.Generators.Normalize;
using Micrograd.Generators.Tests.Probing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Micrograd.Generators.Tests.Lowering;

/// <summary>The method <c>f</c> of a class, lowered; and written as C# again, to be run beside the original.</summary>
internal sealed class LoweringProbe
{
    private const string Usings = "using System; using System.Linq; using System.Numerics; using System.Collections.Generic; using Micrograd;\n";

    private readonly CSharpCompilation _compilation;
    private readonly IMethodSymbol _method;
    private readonly MethodSignature _signature;

    private LoweringProbe(CSharpCompilation compilation)
    {
        _compilation = compilation;
        _method = compilation.GetTypeByMetadataName("CASE")!.GetMembers("f").OfType<IMethodSymbol>().Single();
        _signature = SignatureOf(_method);
        Result = MethodLowerer.Lower(new LoweringRequest(_method, compilation, _signature, CancellationToken.None));
    }

    public LoweringResult Result { get; }

    public string Text => IrPrinter.Print(Result.Body!.Value);

    public MethodIr Normalized => Normalizer.Normalize(new MethodIr(_signature, Result.Body!.Value) { NextLocalId = Result.NextLocalId });

    public static LoweringProbe Lower(string members, LanguageVersion version = LanguageVersion.CSharp14)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText($"{Usings}public static partial class CASE\n{{\n{members}\n}}", new CSharpParseOptions(version));
        return new LoweringProbe(CSharpCompilation.Create(
            "Lowering" + Guid.NewGuid().ToString("N"),
            [tree],
            ProbeReferences.All,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true)));
    }

    /// <summary>Runs a call of <c>f</c>, first as it was written, then as it was lowered, each over its own copy of the point.</summary>
    public (double Original, double Lowered) Run(string call, params double[] v)
    {
        string lowered = call.Replace("f(", "fLowered(", StringComparison.Ordinal);
        string runner = $"public static class Runner {{ public static double Original(double[] v) => {Qualified(call)}; public static double Lowered(double[] v) => {Qualified(lowered)}; }}";
        CSharpParseOptions options = (CSharpParseOptions)_compilation.SyntaxTrees[0].Options;
        string written = $"{Usings}public static partial class CASE\n{{\n{Write()}\n}}\n{runner}";
        CSharpCompilation complete = _compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(written, options));
        using MemoryStream image = new();
        Microsoft.CodeAnalysis.Emit.EmitResult emitted = complete.Emit(image);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error)) + "\n" + written);
        Type type = Assembly.Load(image.ToArray()).GetType("Runner")!;
        return (Invoke(type, "Original", v), Invoke(type, "Lowered", v));
    }

    private static string Qualified(string call) => "CASE." + call;

    private static double Invoke(Type type, string name, double[] v) => (double)type.GetMethod(name)!.Invoke(null, [(double[])v.Clone()])!;

    private string Write()
    {
        MethodIr normalized = Normalized;
        NameAllocator names = new();
        foreach (IrParameter parameter in _signature.Parameters)
        {
            names.Reserve(parameter.Local, "@" + parameter.Local.Name);
        }

        names.Allocate(normalized.Body);
        CodeWriter writer = new();
        string parameters = string.Join(", ", _method.Parameters.Select(static p => p.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.WithParameterOptions(
            SymbolDisplayParameterOptions.IncludeModifiers | SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName))));
        writer.WriteLine($"public static {_method.ReturnType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)} fLowered({parameters})");
        using (writer.Block())
        {
            new StatementEmitter(writer, names).EmitAll(normalized.Body);
        }

        return writer.ToString();
    }

    private static MethodSignature SignatureOf(IMethodSymbol method) => new(
        method.Name,
        "Hint",
        "M:CASE.f",
        new(null, default),
        "public",
        IsStatic: true,
        default,
        default,
        method.Parameters.Select(static (p, i) => new IrParameter(new IrLocal(i, p.Name, TypeMapping.Map(p.Type)), ParameterRole.Independent, ModeOf(p.RefKind), p.Type.ToDisplayString())).ToEquatableArray(),
        TypeMapping.Map(method.ReturnType),
        new DerivativeOptions(3));

    private static ParameterMode ModeOf(RefKind kind) => kind switch
    {
        RefKind.Ref => ParameterMode.Ref,
        RefKind.Out => ParameterMode.Out,
        RefKind.In => ParameterMode.In,
        _ => ParameterMode.Value,
    };
}
