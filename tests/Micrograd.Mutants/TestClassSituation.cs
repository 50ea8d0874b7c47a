using System.Reflection;
using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Mutants;

/// <summary>
/// The tests of a class, as they are: facts, and theories with the rows beside them or in a member. A test that has been given all
/// that the unchanged generator gives it passes, and is not run to its end.
/// </summary>
internal sealed class TestClassSituation(Type type) : Situation(type.Name)
{
    private readonly List<(MethodInfo Method, object?[] Arguments, string[] Given)> _tests = [];

    public override string? Check() => Tests().Select(static t => Failure(t.Method, t.Arguments)).FirstOrDefault(static f => f is not null);

    public override string? Ask(int mutant, out bool isDifferent)
    {
        if (_tests.Count == 0)
        {
            MutantSwitch.Activate(MutantSwitch.None);
            _tests.AddRange(Tests().Select(static t => (t.Method, t.Arguments, Given(t.Method, t.Arguments))));
        }

        MutantSwitch.Activate(mutant);
        isDifferent = false;
        foreach ((MethodInfo method, object?[] arguments, string[] given) in _tests)
        {
            if (Failure(method, arguments, given, ref isDifferent) is { } failure)
            {
                return failure;
            }
        }

        return null;
    }

    private static string[] Given(MethodInfo method, object?[] arguments)
    {
        List<string> given = [];
        ProbeCompilation.Onlooker = made => given.Add(Everything(made));
        Failure(method, arguments);
        ProbeCompilation.Onlooker = null;
        return [.. given];
    }

    private static string? Failure(MethodInfo method, object?[] arguments, string[] given, ref bool isDifferent)
    {
        int seen = 0;
        bool same = true;
        ProbeCompilation.Onlooker = made =>
        {
            same = same && seen < given.Length && Everything(made) == given[seen++];
            if (same && seen == given.Length)
            {
                throw new OperationCanceledException();
            }
        };
        string? failure = Failure(method, arguments);
        ProbeCompilation.Onlooker = null;
        isDifferent |= !same;
        return given.Length > 0 && same && seen == given.Length ? null : failure;
    }

    private static string? Failure(MethodInfo method, object?[] arguments)
    {
        try
        {
            object?[] left = [.. method.GetParameters().Skip(arguments.Length).Select(static p => p.DefaultValue)];
            method.Invoke(Activator.CreateInstance(method.ReflectedType!), [.. arguments, .. left]);
            return null;
        }
        catch (TargetInvocationException failure)
        {
            return $"{method.Name}: {failure.InnerException!.Message.Split('\n')[0]}";
        }
    }

    private static string Everything(ProbeCompilation made) =>
        string.Join("\n", made.GeneratedTrees.Select(static t => $"{t.FilePath}\n{t}").Concat(made.GeneratorDiagnostics.Select(static d => $"{d}")).Concat(made.Run.Results.Select(static r => $"{r.Exception?.GetType()}")));

    private IEnumerable<(MethodInfo Method, object?[] Arguments)> Tests() =>
        from method in type.GetMethods()
        where method.GetCustomAttribute<FactAttribute>() is not null
        from arguments in Rows(method)
        select (method, arguments);

    private IEnumerable<object?[]> Rows(MethodInfo method) =>
        method.GetCustomAttribute<TheoryAttribute>() is null ? [[]]
        : method.GetCustomAttributes<MemberDataAttribute>().FirstOrDefault() is { } member ? (IEnumerable<object?[]>)type.GetProperty(member.MemberName)!.GetValue(null)!
        : method.GetCustomAttributes<InlineDataAttribute>().Select(row => row.GetData(method).Single());
}
