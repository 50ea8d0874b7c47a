using System.Reflection;
using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.State;

/// <summary>Compiles a type with [Parameter] members, and a class <c>Use</c> that uses what is generated for it, as users do.</summary>
internal sealed class StateProbe
{
    private const string Usings = "using System;\nusing System.Linq;\nusing Micrograd;\nnamespace Probes;\n";
    private readonly Type _use;

    private StateProbe(ProbeCompilation compilation)
    {
        Compilation = compilation;
        _use = compilation.Load().GetType("Probes.Use")!;
    }

    public ProbeCompilation Compilation { get; }

    public static ProbeCompilation Generate(string source) => ProbeCompilation.Create([ProbeCompilation.Parse(Usings + source, "State.cs")]);

    public static StateProbe Compile(string source, params string[] expected) => new(Generate(source).Clean(expected));

    public T Run<T>(string method, params object[] arguments) => _use.GetMethod(method)!.CreateDelegate<Func<object[], object>>() is { } call ? (T)call(arguments) : throw new MissingMethodException(method);
}
