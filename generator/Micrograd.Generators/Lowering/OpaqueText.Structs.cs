using System.Globalization;
using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Micrograd.Generators.Lowering;

/// <content>Structs that were taken apart: text gets a copy, put together again.</content>
internal sealed partial class OpaqueText
{
    private IrExpression? PlaceOf(ISymbol symbol) =>
        symbol is IParameterSymbol parameter && _scope.Receiver is StructExpression self && CapturedParameters.PlaceIn(self, parameter) is { } kept ? kept
        : symbol is ILocalSymbol or IParameterSymbol ? _scope.PlaceOf(symbol)
        : null;

    // Where the text may change the variable, a copy is not enough.
    private bool TryStruct(SimpleNameSyntax name, StructExpression whole)
    {
        if (MayChange(name) || _model.GetTypeInfo(name, _scope.CancellationToken).Type is not { } type || StructText.Of(type, whole.Type, _scope) is not { } text)
        {
            return false;
        }

        Space(name);
        string template = text.Template;
        foreach ((IrExpression leaf, int i) in whole.Leaves().Select(static (l, i) => (l, i)))
        {
            _operands.Value(() => leaf);
            template = template.Replace($"{{#{i.ToString(CultureInfo.InvariantCulture)}}}", $"{{{_count++}}}");
        }

        _text.Append(template);
        return true;
    }

    // `{ Next.N: 3 }`: members of what is tested, none of anything that stands here.
    private bool WritePath(ExpressionColonSyntax path)
    {
        foreach (SimpleNameSyntax member in path.Expression.DescendantNodesAndSelf().OfType<SimpleNameSyntax>())
        {
            RequireAccess(member, _model.GetSymbolInfo(member, _scope.CancellationToken).Symbol);
        }

        foreach (SyntaxToken token in path.DescendantTokens())
        {
            Append(token);
        }

        return true;
    }

    private bool MayChange(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Expression == name => _model.GetSymbolInfo(access, _scope.CancellationToken).Symbol switch
        {
            IMethodSymbol method => MayChange(method),
            IPropertySymbol { GetMethod: { } getter } => MayChange(getter),
            _ => true,
        },
        ArgumentSyntax { RefKindKeyword.RawKind: not 0 } => true,
        AssignmentExpressionSyntax assignment => assignment.Left == name,
        _ => false,
    };

    private bool MayChange(IMethodSymbol method) =>
        !ReceiverChanges.AreExcluded(method) && !(MethodBody.Find(method, _scope) is { } body && !ReceiverChanges.In(method, body));

    private IrExpression Whole(SyntaxNode node, IrExpression value)
    {
        if (value is StructExpression whole)
        {
            _scope.Report(LanguageDiagnostics.TypeNotSupported, node, whole.Type.Text.Replace("global::", ""));
        }

        return value;
    }
}
