using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Lowering;

/// <summary>Takes the struct parameters of the marked method apart: a local for every field, which the transforms take for a parameter.</summary>
internal static class StructParameters
{
    /// <summary>The place of the parameter; null for one that stays in one piece.</summary>
    public static IrExpression? Open(IParameterSymbol parameter, int index, LoweringScope scope)
    {
        if (TypeMapping.Map(parameter.Type) is not StructType type || StructOf(parameter.Type) is not { } symbol)
        {
            return null;
        }

        StructType? element = StructShape.IsMemory(parameter.Type) ? (StructType)TypeMapping.Map(symbol) : null;
        IrExpression place = StructValues.CreateLocals(parameter.Name, type, scope.CreateLocal);
        Add(new(index, default) { Element = element }, place, element ?? type, symbol, parameter.DeclaringSyntaxReferences[0].GetSyntax(), scope);
        return place;
    }

    /// <summary>Takes the adjoint of a returned struct apart; false for other results.</summary>
    public static bool OpenResult(IMethodSymbol method, LoweringScope scope)
    {
        if (method.ReturnsVoid || StructShape.IsMemory(method.ReturnType) || TypeMapping.Map(method.ReturnType) is not StructType type || TypeSubstitution.Resolve(method.ReturnType) is not INamedTypeSymbol symbol)
        {
            return false;
        }

        Add(new(StructParameter.OfResult, default), StructValues.CreateLocals("upstream", type, scope.CreateLocal), type, symbol, method.DeclaringSyntaxReferences[0].GetSyntax(), scope);
        return true;
    }

    private static void Add(StructParameter parameter, IrExpression place, StructType type, INamedTypeSymbol symbol, SyntaxNode declaration, LoweringScope scope)
    {
        List<EquatableArray<FieldStep>> paths = [.. Paths(symbol, type, scope)];
        IrLocal[] locals = [.. place.Leaves().Cast<LocalExpression>().Select(static l => l.Local)];
        if (paths.SelectMany(static p => p).FirstOrDefault(static s => s.Access == FieldAccess.Hidden && s.Owner.Contains("<")) is { } hidden)
        {
            // The accessor of a generic type's private field would have to be a member of a type with the same parameters.
            string way = hidden.Storage == KeptParameters.FieldOf(hidden.Name) ? "it is a parameter of the constructor: keep it in a field that is" : HelperHome.WaysOut(null, scope);
            scope.Report(LanguageDiagnostics.Inaccessible, declaration, $"{symbol.Name}.{hidden.Name}", scope.Method.ContainingType.Name, way);
        }

        scope.Structs.Add(parameter with { Leaves = [.. locals.Select((l, i) => new StructLeaf(l, paths[i]))] });
    }

    // The struct itself, or the struct that an array or span holds.
    private static INamedTypeSymbol? StructOf(ITypeSymbol type) => TypeSubstitution.Resolve(type) switch
    {
        IArrayTypeSymbol array => TypeSubstitution.Resolve(array.ElementType) as INamedTypeSymbol,
        INamedTypeSymbol span when StructShape.IsMemory(span) => TypeSubstitution.Resolve(span.TypeArguments[0]) as INamedTypeSymbol,
        var other => other as INamedTypeSymbol,
    };

    private static IEnumerable<EquatableArray<FieldStep>> Paths(INamedTypeSymbol symbol, StructType type, LoweringScope scope)
    {
        int i = 0;
        foreach ((ISymbol member, ITypeSymbol memberType) in StructShape.Members(symbol))
        {
            IrType field = type.Fields[i++].Type;
            FieldStep step = Step(member, symbol, field, scope);
            if (field is StructType inner && TypeSubstitution.Resolve(memberType) is INamedTypeSymbol innerSymbol)
            {
                foreach (EquatableArray<FieldStep> path in Paths(innerSymbol, inner, scope))
                {
                    yield return [step, .. path];
                }
            }
            else
            {
                yield return [step];
            }
        }
    }

    private static FieldStep Step(ISymbol member, INamedTypeSymbol owner, IrType type, LoweringScope scope)
    {
        // Complex is the one type of the framework whose fields have other names than its properties.
        string storage = member is IParameterSymbol ? KeptParameters.FieldOf(member.Name)
            : member is not IPropertySymbol ? member.Name
            : TypeMapping.IsNumerics(owner) ? "m_" + Identifier.Local(member.Name)
            : $"<{member.Name}>k__BackingField";
        return new FieldStep(member.Name, storage, TypeMapping.Qualify(owner), type, AccessTo(member, scope));
    }

    private static FieldAccess AccessTo(ISymbol member, LoweringScope scope)
    {
        INamedTypeSymbol within = scope.Method.ContainingType;
        return member switch
        {
            IFieldSymbol { ContainingType.IsTupleType: true } => FieldAccess.Variable,
            IParameterSymbol => FieldAccess.Hidden,
            _ when !scope.Compilation.IsSymbolAccessibleWithin(member, within) => FieldAccess.Hidden,
            IFieldSymbol { IsReadOnly: false } => FieldAccess.Variable,
            IPropertySymbol { SetMethod: { } setter } when scope.Compilation.IsSymbolAccessibleWithin(setter, within) => setter.IsInitOnly ? FieldAccess.InitOnly : FieldAccess.Settable,
            _ => FieldAccess.ReadOnly,
        };
    }
}
