using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Emit;

/// <summary>
/// Connects the locals that stand for [Parameter] members with the instance: an array is named once at the top of the body,
/// with its shadow; a number is read there, and its derivative added where it is kept.
/// </summary>
internal static class StateBinding
{
    /// <summary>The body of <c>FBackward</c> with the declarations in front that it needs.</summary>
    public static BackwardBody Bind(MethodSignature method, BackwardBody body)
    {
        if (method.State is null)
        {
            return body;
        }

        HashSet<int> used = Used(body.All);
        string gradient = new DerivativeNames(method).Gradient;
        List<IrStatement> entry = [];
        for (int i = 0; i < method.Parameters.Count; i++)
        {
            if (method.Parameters[i] is not { State: { Name: { } name } access, Local: var local })
            {
                continue;
            }

            if (used.Contains(local.Id))
            {
                entry.Add(Declare(local, access.Text));
            }

            if (body.Shadows[i] is { Type.IsView: true } shadow && used.Contains(shadow.Id))
            {
                entry.Add(Declare(shadow, $"{gradient}.{name}"));
            }
        }

        return body.Exit.Count == 0
            ? body with { Statements = [.. entry, .. body.Statements] }
            : body with { Entry = [.. entry, .. body.Entry] };
    }

    /// <summary>The body of the overload on the tape with the declarations in front that it needs.</summary>
    public static TapeBody Bind(MethodSignature method, TapeBody body)
    {
        HashSet<int> used = Used(body.Statements);
        string values = new DerivativeNames(method).Values;
        IEnumerable<IrStatement> entry = body.Parameters
            .Where((local, i) => method.Parameters[i].State?.Name is not null && used.Contains(local.Id))
            .Select(local => Declare(local, $"{values}.{method.Parameters.First(p => p.Local.Id == local.Id).State!.Name}"));
        return method.State is null ? body : body with { Statements = [.. entry, .. body.Statements] };
    }

    /// <summary>Names what is not declared: the instance, and the places of the derivatives of numbers.</summary>
    public static void Reserve(NameAllocator names, IrLocal local, StateAccess access, IrLocal? shadow, string gradient)
    {
        if (access.Name is null)
        {
            names.Reserve(local, access.Text);
        }
        else if (shadow is { Type.IsView: false })
        {
            names.Reserve(shadow, $"{gradient}.{access.Name}");
        }
    }

    private static HashSet<int> Used(EquatableArray<IrStatement> body) =>
        [.. body.AllExpressions().OfType<LocalExpression>().Select(static e => e.Local.Id)];

    private static DeclareStatement Declare(IrLocal local, string text) => new(local, new OpaqueExpression(text, default, local.Type));
}
