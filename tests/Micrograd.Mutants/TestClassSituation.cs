using System.Reflection;

namespace Micrograd.Mutants;

/// <summary>The tests of a class, as they are: facts, and theories with the rows beside them or in a member.</summary>
internal sealed class TestClassSituation(Type type) : Situation(type.Name)
{
    public override string? Check() => Run();

    public override string? Ask(int mutant, out bool isDifferent)
    {
        isDifferent = false;
        MutantSwitch.Activate(mutant);
        return Run();
    }

    private string? Run()
    {
        foreach (MethodInfo method in type.GetMethods().Where(static m => m.GetCustomAttribute<FactAttribute>() is not null))
        {
            foreach (object?[] arguments in Rows(method))
            {
                try
                {
                    method.Invoke(Activator.CreateInstance(type), arguments);
                }
                catch (TargetInvocationException failure)
                {
                    return $"{method.Name}: {failure.InnerException!.Message.Split('\n')[0]}";
                }
            }
        }

        return null;
    }

    private IEnumerable<object?[]> Rows(MethodInfo method) =>
        method.GetCustomAttribute<TheoryAttribute>() is null ? [[]]
        : method.GetCustomAttributes<MemberDataAttribute>().FirstOrDefault() is { } member ? (IEnumerable<object?[]>)type.GetProperty(member.MemberName)!.GetValue(null)!
        : method.GetCustomAttributes<InlineDataAttribute>().Select(row => row.GetData(method).Single());
}
