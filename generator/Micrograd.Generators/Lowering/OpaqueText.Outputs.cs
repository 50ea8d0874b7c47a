using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// A variable that text gives its value, and the place in the method where the value goes. <paramref name="EntryArgument"/> is the
/// number of the operand that the variable holds before; -1 where it holds nothing.
/// </summary>
internal sealed record TextOutput(IrLocal Local, IrExpression Place, int EntryArgument, SyntaxNode Syntax);

/// <content>
/// Variables that the call is given by reference. The text gets one of its own for each, declared in it, and what that holds
/// afterwards is stored by statements that are understood.
/// </content>
internal sealed partial class OpaqueText
{
    private readonly List<(TextOutput Output, int Operand)> _outputs = [];
    private readonly SyntaxNode _root;

    public IReadOnlyList<TextOutput> Outputs => [.. _outputs.Select(o => o.Output with { Place = _operands[o.Operand] })];

    private bool WriteReference(ArgumentSyntax argument)
    {
        if (argument.Parent?.Parent != _root || _conditionalDepth > 0)
        {
            return RefuseReference(argument);
        }

        string keyword = argument.RefKindKeyword.Text;
        Space(argument);
        AppendText(argument.NameColon is { } name ? $"{name} " : "");
        if (Discarded(argument.Expression) is { } discarded)
        {
            AppendText($"{keyword} {TypeMapping.Qualify(discarded)} _");
            return true;
        }

        if (_model.GetOperation(argument.Expression, _scope.CancellationToken) is not { } operation || !IsVariable(operation) || TypeMapping.Map(operation.Type) is not (ScalarType or TypeParameterType or OpaqueType) || TypeMapping.IsFloatingStruct(operation.Type))
        {
            return RefuseReference(argument);
        }

        bool isRead = argument.RefKindKeyword.IsKind(SyntaxKind.RefKeyword);
        int number = _operands.Beside(() => _expressions.LowerPlace(operation) is { } place ? WithKnownIndices(place) : StructValues.Zero(TypeMapping.Map(operation.Type)));
        IrExpression found = _operands[number];
        if (found is not (LocalExpression or ElementExpression) || Outputs.Any(o => MayBeSame(o.Place, found)))
        {
            return RefuseReference(argument);
        }

        _text.Append($"{keyword} {OpaqueStatement.OutputHole(_outputs.Count)}");
        _outputs.Add((new TextOutput(_scope.CreateTemporary(found.Root()?.Name ?? "output", found.Type), found, isRead ? _count : -1, argument), number));
        if (isRead)
        {
            _operands.Place(() => found);
            _count++;
        }

        return true;
    }

    /// <summary>What the call could see change under another name would not be what it is given here.</summary>
    public bool OutputsAreApart => !_outputs.Any(o => o.Output.Place is ElementExpression element && Arguments.Any(a => a.Type.IsView && CountedLoops.ElementOf(a.Type) == element.Type));

    // The call may change memory that an index is read from, but no local: those are stored to behind it.
    private IrExpression WithKnownIndices(IrExpression place) =>
        place is ElementExpression { Array: LocalExpression } element && element.Indices.All(static i => i is LocalExpression or ConstantExpression) ? place : References.Freeze(place, "element", _scope);

    private static bool MayBeSame(IrExpression first, IrExpression second) => (first, second) switch
    {
        (LocalExpression a, LocalExpression b) => a.Local == b.Local,
        (ElementExpression a, ElementExpression b) => a.Type == b.Type,
        _ => false,
    };

    private static bool IsVariable(IOperation operation) => operation is ILocalReferenceOperation or IParameterReferenceOperation or IArrayElementReferenceOperation or IDeclarationExpressionOperation
        or IPropertyReferenceOperation { Property: { IsIndexer: true, ReturnsByRef: true } };

    // `out _`, `out var _`, `out double _`
    private ITypeSymbol? Discarded(ExpressionSyntax expression) => _model.GetOperation(expression, _scope.CancellationToken) switch
    {
        IDiscardOperation discard => discard.Type,
        IDeclarationExpressionOperation { Expression: IDiscardOperation discard } => discard.Type,
        _ => null,
    };

    private bool RefuseReference(ArgumentSyntax argument)
    {
        _scope.Report(LanguageDiagnostics.UnknownByReference, argument, StatementText.Of(argument.Parent!.Parent!));
        return true;
    }
}
