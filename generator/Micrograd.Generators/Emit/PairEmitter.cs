using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Emit;

/// <summary>The two halves of a method's derivative as methods of their own, and the method on the tape.</summary>
internal sealed record PairBody(PairTarget Target, MethodSignature Signature, PairHalves? Halves, TapeBody? Tape)
{
    /// <summary>The method itself with the pair's parameters, where somebody calls it so.</summary>
    public EquatableArray<IrStatement>? Value { get; init; }

    /// <summary>The second half is a hand-written rule, and so is the derivative on the tape.</summary>
    public bool IsRule { get; init; }

    /// <summary>The overload on the tape calls it.</summary>
    public bool IsOnTape { get; init; }

    /// <summary>The other types of the assembly cannot name a type of its parameters.</summary>
    public bool IsHidden { get; init; }

    // In the marked method's own type the class is private, and the members of the type call it.
    public string Modifiers => IsHidden && Home is not null ? "private static" : "public static";

    /// <summary>The type that it stands in, where that is not the marked method's.</summary>
    public ReopenedType? Home { get; init; }
}

/// <summary>The halves of a marked method as members of its type. <paramref name="Written"/>: the parameters whose memory it stores into.</summary>
internal sealed record PairMember(PairBody Body, EquatableArray<int> Written);

/// <summary>The statements of <c>Forward</c> and <c>Reverse</c>, which share the scratch stack.</summary>
internal sealed record PairHalves(EquatableArray<IrStatement> Forward, EquatableArray<IrStatement> Reverse, EquatableArray<IrLocal?> Shadows, IrLocal? Upstream);

/// <summary>Writes the pairs that a method needs, in a nested class behind its members.</summary>
internal sealed class PairEmitter(CodeWriter writer, MethodSignature method)
{
    private const string Scope = "global::Micrograd.ScratchScope";
    private const string Hidden = "[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]";

    /// <summary>The marked method's own pair, which derivatives in other assemblies call.</summary>
    public void Emit(PairMember pair)
    {
        string original = $"<see cref=\"{method.DocumentationId}\"/>";
        string outputs = pair.Written.Count == 0 ? "the value" : method.ReturnType.IsFloating ? "the value and what it writes" : "what it writes";
        BeginMember($"Does what {original} does, and keeps in the scratch memory what <c>{method.Name}Reverse</c> needs. For generated code.");
        EmitForward(pair.Body, pair.Body.Halves!, MemberModifiers, () => Guard(pair));
        BeginMember($"Takes the derivatives with respect to {outputs} back to the inputs, after <c>{method.Name}Forward</c>, whose records it takes off the scratch memory. For generated code.");
        EmitReverse(pair.Body, pair.Body.Halves!, MemberModifiers);
    }

    private string MemberModifiers => $"{method.Accessibility}{(method.IsStatic ? " static" : "")}{(method.HidesPair ? " new" : "")}";

    // Memory that is written may be named by one parameter only, as everywhere; the lengths of derivatives are the generator's own business.
    private void Guard(PairMember pair) => Guard(pair.Body.Signature, pair.Written, static (guards, member) => guards.Emit(member));

    private void GuardSeparation(PairBody pair)
    {
        EquatableArray<int> written = [.. Enumerable.Range(0, pair.Signature.Parameters.Count).Where(i => i < pair.Target.Parameters.Count && pair.Target.Parameters[i].IsWritten)];
        Guard(pair.Signature, written, static (guards, member) => guards.EmitSeparation(member));
    }

    private void Guard(MethodSignature signature, EquatableArray<int> written, Func<MemberGuardEmitter, MemberSignature, bool> emit)
    {
        MemberParameter[] given = [.. signature.Parameters.Select(static (p, i) => new MemberParameter(MemberParameterPurpose.Original, i, "", p.Local.Type.Text, p.Local.Name)).Where(p => signature.Parameters[p.Source].State is null)];
        if (emit(new MemberGuardEmitter(writer, signature, written), new MemberSignature(signature.Name, signature.ReturnType.Text, given.ToEquatableArray())))
        {
            writer.WriteLine();
        }
    }

    private void BeginMember(string summary)
    {
        writer.WriteLine();
        writer.WriteLine($"/// <summary>{summary}</summary>");
        writer.WriteLine(MemberDeclaration.GeneratedCode);
        writer.WriteLine(Hidden);
    }

    /// <summary>The nested class with the pairs that stand in one type.</summary>
    public void EmitClass(string accessibility, IReadOnlyList<PairBody> pairs)
    {
        string className = pairs[0].Target.Name.Split('.')[0];
        writer.WriteLine(MemberDeclaration.GeneratedCode);
        writer.WriteLine($"{accessibility} static class {className}");
        using (writer.Block())
        {
            bool isFirst = true;
            foreach (PairBody pair in pairs)
            {
                if (pair.Value is { } value)
                {
                    Separate(ref isFirst);
                    EmitValue(pair, value);
                }

                if (pair.Halves is { } halves)
                {
                    Separate(ref isFirst);
                    EmitForward(pair, halves, pair.Modifiers, () => GuardSeparation(pair));
                    writer.WriteLine();
                    EmitReverse(pair, halves, pair.Modifiers);
                }

                if (pair is { IsRule: true, IsOnTape: true })
                {
                    Separate(ref isFirst);
                    new RuleTapeEmitter(writer, pair, method.QualifiedName).Emit();
                }

                if (pair.Tape is { } tape)
                {
                    Separate(ref isFirst);
                    EmitTape(pair, tape);
                }
            }
        }
    }

    private void Separate(ref bool isFirst)
    {
        if (!isFirst)
        {
            writer.WriteLine();
        }

        isFirst = false;
    }

    private void EmitValue(PairBody pair, EquatableArray<IrStatement> statements)
    {
        NameAllocator names = new();
        List<string> parameters = [.. pair.Signature.Parameters.Select(p => Given(names, p.Local, p.Local.Name, ""))];
        EmitMethod($"{pair.Modifiers} {pair.Signature.ReturnType.Text} {NameOf(pair)}Value{TypeParameters}", parameters, names, statements, method.Constraints);
    }

    private void EmitForward(PairBody pair, PairHalves halves, string modifiers, Action? guard = null)
    {
        NameAllocator names = Names();
        List<string> parameters = [.. Given(names, pair.Signature)];
        parameters.Add($"{Scope} {names.Records}");
        EmitMethod($"{modifiers} {pair.Signature.ReturnType.Text} {NameOf(pair)}Forward{TypeParameters}", parameters, names, halves.Forward, method.Constraints, guard);
    }

    private void EmitReverse(PairBody pair, PairHalves halves, string modifiers)
    {
        NameAllocator names = Names();
        DerivativeNames derivatives = new(pair.Signature);
        List<string> parameters = [.. Given(names, pair.Signature)];
        if (halves.Upstream is { } upstream)
        {
            parameters.Add(Given(names, upstream, derivatives.Upstream, ""));
        }

        for (int i = 0; i < halves.Shadows.Count; i++)
        {
            if (halves.Shadows[i] is { } shadow)
            {
                parameters.Add(Given(names, shadow, derivatives.Shadow(i)!, shadow.Type.IsView ? "" : "ref "));
            }
        }

        parameters.Add($"{Scope} {names.Records}");
        EmitMethod($"{modifiers} void {NameOf(pair)}Reverse{TypeParameters}", parameters, names, halves.Reverse, method.Constraints);
    }

    private void EmitTape(PairBody pair, TapeBody tape)
    {
        NameAllocator names = new();
        List<string> parameters = [.. tape.Parameters.Select(p => Given(names, p, p.Name, ""))];
        EmitMethod($"{pair.Modifiers} {tape.ReturnType.Text} {Identifier.Escape(NameOf(pair))}", parameters, names, tape.Statements, default);
    }

    private void EmitMethod(string head, IEnumerable<string> parameters, NameAllocator names, EquatableArray<IrStatement> statements, EquatableArray<string> constraints, Action? guard = null)
    {
        writer.WriteLine($"{head}({string.Join(", ", parameters)})");
        using (writer.Indent())
        {
            foreach (string constraint in constraints)
            {
                writer.WriteLine(constraint);
            }
        }

        using (writer.Block())
        {
            guard?.Invoke();
            if (statements.AllStatements().Any(static s => s is TakeStatement { Stack: ScratchStack.Arrays }))
            {
                writer.WriteLine($"using {Scope} {names.Arrays} = global::Micrograd.ScratchMemory.EnterArrays(\"{method.QualifiedName}\");");
                writer.WriteLine();
            }

            names.Allocate(statements);
            new StatementEmitter(writer, names).EmitAll(statements);
        }
    }

    // Type parameters, and what an instance keeps of its constructor's parameters, have their names already.
    private NameAllocator Names()
    {
        NameAllocator names = new();
        foreach (string word in method.TypeParameters.Concat(method.TakenNames))
        {
            names.ReserveWord(word);
        }

        return names;
    }

    // The instance of the method's own pair is what that is called on.
    private static IEnumerable<string> Given(NameAllocator names, MethodSignature signature)
    {
        foreach (IrParameter parameter in signature.Parameters)
        {
            if (parameter.State is { } access)
            {
                names.Reserve(parameter.Local, access.Text);
            }
            else
            {
                yield return Given(names, parameter.Local, parameter.Local.Name, "");
            }
        }
    }

    private static string Given(NameAllocator names, IrLocal local, string name, string modifier)
    {
        names.Reserve(local, Identifier.Escape(name));
        return $"{modifier}{local.Type.Text} {Identifier.Escape(name)}";
    }

    private string TypeParameters => method.TypeParameters.Count == 0 ? "" : $"<{string.Join(", ", method.TypeParameters)}>";

    private static string NameOf(PairBody pair) => pair.Target.Name.Substring(pair.Target.Name.IndexOf('.') + 1);
}
