using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <content>
/// Members of a type parameter: the type argument is tested, and the body for it stands there. Where it is a struct, the machine's
/// compiler knows it, and leaves one body.
/// </content>
internal sealed partial class ExpressionLowerer
{
    // field.At(x), TField.At(x); null where an argument may be unknown.
    private IrExpression? LowerMemberOfArgument(IInvocationOperation call, CallTarget target, ITypeParameterSymbol parameter)
    {
        if (!CanTest(call) || PossibleTypeArguments.Find(target.Method, parameter, _scope).Targets is not { IsEmpty: false } alternatives)
        {
            return null;
        }

        IrExpression? receiver = HoldArguments(call, call.Instance is { } instance ? () => Lower(instance) : null);
        if (receiver is not null and not LocalExpression)
        {
            receiver = _scope.Declare("self", receiver.Type, receiver);
        }

        IrExpression selector = Number(alternatives, receiver, parameter);
        if (receiver is not null && !parameter.HasValueTypeConstraint)
        {
            RequireKnown(selector);
        }

        IrExpression result = LowerAlternatives(call, selector, [.. alternatives.Select((a, i) => (i, (Func<IrExpression>)(() =>
            LowerBodyFor(call, a.Type, a.Method, receiver is null ? null : () => OfType(receiver, a.Type, parameter, call), alternatives))))]);
        ReleaseArguments(call);
        return result;
    }

    // typeof(TField) == typeof(Cubic) ? 0 : … of an object, whose type may be a derived one, field is Cubic ? 0 : …
    // Another generator may have added a type that nobody saw.
    private IrExpression Number(ImmutableArray<PossibleTarget> alternatives, IrExpression? receiver, ITypeParameterSymbol parameter)
    {
        bool isStatic = receiver is null || parameter.HasValueTypeConstraint;
        string tests = string.Concat(alternatives.Select((a, i) => $"{(isStatic ? $"typeof({Identifier.Escape(parameter.Name)}) == typeof({TypeMapping.Qualify(a.Type)})" : $"{{0}} is {TypeMapping.Qualify(a.Type)}")} ? {i} : "));
        string unknown = isStatic ? $"throw new global::System.NotSupportedException(\"The type given for '{parameter.Name}' was not known when the derivative was written.\")" : "-1";
        OpaqueExpression number = new(tests + unknown, isStatic ? [] : [receiver!], IrType.Int32);
        return isStatic || IsStable(receiver!) ? _scope.Table("type", number) : _scope.Declare("type", IrType.Int32, number);
    }

    // A struct is data, as one in a field is: in one piece until a number of it is asked for.
    private IrExpression OfType(IrExpression receiver, INamedTypeSymbol type, ITypeParameterSymbol parameter, IOperation place)
    {
        IrType named = InOnePiece(type);
        if (type.IsValueType && !type.GetMembers().OfType<IFieldSymbol>().Any(static f => !f.IsStatic))
        {
            return new OpaqueExpression($"default({named.Text})", default, named);
        }

        if (!type.IsValueType || !IsStable(receiver))
        {
            return Open(_scope.Declare(Identifier.Local(type.Name), named, new OpaqueExpression($"({named.Text})(object){{0}}!", [receiver], named)), type, place);
        }

        string test = parameter.HasValueTypeConstraint ? $"typeof({Identifier.Escape(parameter.Name)}) == typeof({named.Text})" : $"{{0}} is {named.Text}";
        return Open(_scope.Table(type.Name, new OpaqueExpression($"{test} ? ({named.Text})(object){{0}}! : default", [receiver], named)), type, place);
    }

    // A parameter of the method itself that is given no other value.
    private bool IsStable(IrExpression receiver) =>
        _scope.Method.Parameters.FirstOrDefault(p => receiver.Equals(_scope.PlaceOf(p.OriginalDefinition) ?? _scope.PlaceOf(p))) is { RefKind: RefKind.None or RefKind.In } parameter
        && MethodBody.Find(_scope.Method.OriginalDefinition, _scope) is { } body && !MethodBody.WrittenSymbols(body, o => PossibleTypeArguments.LeavesInstance(o, _scope)).Contains(parameter.OriginalDefinition);
}
