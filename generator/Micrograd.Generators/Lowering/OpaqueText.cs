using System.Text;
using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// Rewrites a piece of the user's C# so that it means the same in the generated file: types and static members with their full
/// names, extension methods in static form, constants by value, and a hole <c>{n}</c> for every local and every number.
/// </summary>
internal sealed partial class OpaqueText
{
    private readonly StringBuilder _text = new();
    private readonly SemanticModel _model;
    private readonly LoweringScope _scope;
    private readonly ExpressionLowerer _expressions;
    private readonly OperandSequence _operands;
    private SyntaxToken _previous;
    private int _count;
    private int _conditionalDepth;

    private OpaqueText(SyntaxNode root, SemanticModel model, LoweringScope scope, ExpressionLowerer expressions)
    {
        _root = root;
        _model = model;
        _scope = scope;
        _expressions = expressions;
        _operands = new OperandSequence(scope);
        _isChecked = scope.DefaultIsChecked;
    }

    public string Template => _text.ToString();

    public EquatableArray<IrExpression> Arguments => _operands.All.ToEquatableArray();

    public static OpaqueText Of(SyntaxNode syntax, SemanticModel model, LoweringScope scope, ExpressionLowerer expressions)
    {
        OpaqueText text = new(syntax, model, scope, expressions);
        text.Write(syntax, isRoot: true);
        return text;
    }

    /// <summary>Text that runs at another time than where it is lowered: of what it reads, only locals are operands.</summary>
    public static OpaqueText Deferred(SyntaxNode syntax, SemanticModel model, LoweringScope scope, ExpressionLowerer expressions)
    {
        OpaqueText text = new(syntax, model, scope, expressions) { _conditionalDepth = 1 };
        text.Write(syntax, isRoot: true);
        return text;
    }

    private void Write(SyntaxNode node, bool isRoot = false)
    {
        if (TryReplace(node, isRoot))
        {
            _previous = node.GetLastToken();
            return;
        }

        bool isConditional = node is LambdaExpressionSyntax or ConditionalAccessExpressionSyntax or ConditionalExpressionSyntax or SwitchExpressionSyntax
            || node.IsKind(SyntaxKind.CoalesceExpression) || node.IsKind(SyntaxKind.LogicalAndExpression) || node.IsKind(SyntaxKind.LogicalOrExpression);
        _conditionalDepth += isConditional ? 1 : 0;
        bool around = _isChecked;
        string close = OpenContext(node, isRoot);
        foreach (SyntaxNodeOrToken child in node.ChildNodesAndTokens())
        {
            if (child.AsNode() is { } inner)
            {
                Write(inner);
            }
            else
            {
                WriteCallerInformation(node, child.AsToken());
                Append(child.AsToken());
            }
        }

        AppendText(close);
        _isChecked = around;
        _conditionalDepth -= isConditional ? 1 : 0;
    }

    private bool TryReplace(SyntaxNode node, bool isRoot) => node switch
    {
        InvocationExpressionSyntax call when WriteExtensionCall(call) || (!isRoot && TryFunctionCall(call)) => true,
        SizeOfExpressionSyntax size => TryConstant(size) || (!isRoot && TryNumber(size)) || WriteSize(size),
        ImplicitObjectCreationExpressionSyntax creation => WriteCreation(creation),
        InterpolationSyntax interpolation => WriteInterpolation(interpolation),
        ArgumentSyntax { RefKindKeyword.RawKind: not 0 } argument when !argument.RefKindKeyword.IsKind(SyntaxKind.InKeyword) => WriteReference(argument),
        ExpressionColonSyntax path => WritePath(path),
        MemberAccessExpressionSyntax access when !TryConstant(access) && !(!isRoot && TryNumber(access)) && !TryType(access) => WriteMember(access),
        MemberAccessExpressionSyntax => true,
        TypeSyntax type when TryType(type) => true,
        ExpressionSyntax expression when TryConstant(expression) => true,
        AssignmentExpressionSyntax assignment when !isRoot && IsOfVariable(assignment) => WriteStored(assignment),
        ThisExpressionSyntax self => TryReceiver(self),
        BaseExpressionSyntax self => TryBase(self),
        SimpleNameSyntax name => (!isRoot && IsData(name) && TryNumber(name)) || TryReceiverMember(name) || TryName(name),
        ExpressionSyntax expression when !isRoot && TryNumber(expression) => true,
        _ => false,
    };

    private bool TryConstant(ExpressionSyntax expression)
    {
        if (_model.GetOperation(expression, _scope.CancellationToken) is not { ConstantValue: { HasValue: true, Value: var value }, Type: { } type })
        {
            return false;
        }

        Space(expression);
        AppendText(((ConstantExpression)ConstantLowering.Create(value, type)).Literal);
        return true;
    }

    private bool TryType(ExpressionSyntax expression)
    {
        if (expression is IdentifierNameSyntax { IsVar: true } || _model.GetSymbolInfo(expression, _scope.CancellationToken).Symbol is not ITypeSymbol named)
        {
            return false;
        }

        ITypeSymbol type = TypeSubstitution.Resolve(named);
        if (type is ITypeParameterSymbol && TypeMapping.Map(type) is TypeParameterType number)
        {
            AppendHole(expression, () => GenericNumbers.TypeName(number));
            return true;
        }

        Space(expression);
        AppendText(TypeMapping.Qualify(type));
        return true;
    }

    // A number, array or span that is not a constant is lowered like any other, unless it may not be evaluated at all.
    private bool TryNumber(ExpressionSyntax expression)
    {
        if (_conditionalDepth > 0 || MemoryViews.Is(_model.GetTypeInfo(expression, _scope.CancellationToken).Type) || _model.GetOperation(expression, _scope.CancellationToken) is not { Type: { } type } operation
            || TypeMapping.Map(type) is not (ScalarType or TypeParameterType or { IsView: true }) || IsStoredTo(expression))
        {
            return false;
        }

        AppendHole(expression, () => _expressions.Lower(operation));
        return true;
    }

    private bool TryName(SimpleNameSyntax name)
    {
        ISymbol? symbol = _model.GetSymbolInfo(name, _scope.CancellationToken).Symbol;
        if (symbol is not null && PlaceOf(symbol) is { } place)
        {
            return WriteMemory(name, symbol, place) || (place is StructExpression whole && TryStruct(name, whole)) || WriteWhole(name, place);
        }

        RequireOwn(name, symbol as IParameterSymbol);
        RequireObject(name, symbol);
        if (symbol is not (IFieldSymbol or IPropertySymbol or IMethodSymbol or IEventSymbol) || !symbol.IsStatic || symbol is IMethodSymbol { MethodKind: MethodKind.LocalFunction }
            || name.Parent is NameColonSyntax or NameEqualsSyntax or MemberBindingExpressionSyntax)
        {
            return false;
        }

        Space(name);
        RequireAccess(name, symbol);
        AppendText(TypeMapping.Qualify(symbol.ContainingType) + ".");
        WriteSimpleName(name);
        return true;
    }

    private bool WriteWhole(SyntaxNode node, IrExpression place)
    {
        AppendHole(node, Whole(node, place));
        return true;
    }

    // The text moves from the type of a helper to that of the marked method.
    private void RequireAccess(SyntaxNode node, ISymbol? symbol)
    {
        if (symbol is IFieldSymbol or IPropertySymbol or IMethodSymbol or IEventSymbol && !_scope.CanName(symbol))
        {
            _scope.Report(LanguageDiagnostics.Inaccessible, node, symbol.ToDisplayString(), _scope.Home.Name, HelperHome.WaysOut(symbol.ContainingType, _scope));
        }
    }

    private bool WriteMember(MemberAccessExpressionSyntax access)
    {
        RequireAccess(access.Name, CallTarget.Named(_model.GetSymbolInfo(access, _scope.CancellationToken).Symbol, _model.GetSymbolInfo(access.Expression, _scope.CancellationToken).Symbol));
        Write(access.Expression);
        Append(access.OperatorToken);
        WriteSimpleName(access.Name);
        return true;
    }

    private void WriteSimpleName(SimpleNameSyntax name)
    {
        AppendText(name.Identifier.Text);
        _previous = name.Identifier;
        if (name is GenericNameSyntax generic)
        {
            Write(generic.TypeArgumentList);
        }
    }

    private bool WriteExtensionCall(InvocationExpressionSyntax call)
    {
        if (call.Expression is not MemberAccessExpressionSyntax access
            || _model.GetSymbolInfo(call, _scope.CancellationToken).Symbol is not IMethodSymbol called || ExtensionMembers.StaticForm(called) is not { } method)
        {
            return false;
        }

        Space(call);
        AppendText(TypeMapping.Qualify(method.ContainingType) + ".");
        WriteSimpleName(access.Name);
        AppendText("(");
        _previous = call.ArgumentList.OpenParenToken;
        Write(access.Expression);
        foreach (ArgumentSyntax argument in call.ArgumentList.Arguments)
        {
            AppendText(", ");
            _previous = call.ArgumentList.OpenParenToken;
            Write(argument);
        }

        AppendText(")");
        return true;
    }

    // new(…) takes its type from a place that the text may no longer be in.
    private bool WriteCreation(ImplicitObjectCreationExpressionSyntax creation)
    {
        Space(creation);
        AppendText($"new {TypeMapping.Qualify(_model.GetTypeInfo(creation, _scope.CancellationToken).Type!)}");
        _previous = creation.NewKeyword;
        Write(creation.ArgumentList);
        if (creation.Initializer is not null)
        {
            Write(creation.Initializer);
        }

        return true;
    }

    // Inside a string, `::` would begin a format.
    private bool WriteInterpolation(InterpolationSyntax interpolation)
    {
        AppendText("{(");
        _previous = interpolation.OpenBraceToken;
        Write(interpolation.Expression);
        AppendText(")");
        AppendText(interpolation.AlignmentClause?.ToString() ?? "");
        AppendText(interpolation.FormatClause?.ToString() ?? "");
        AppendText("}");
        return true;
    }

    // A struct that its own members can change is a place: the text may be what changes it.
    private void AppendHole(SyntaxNode node, IrExpression known)
    {
        Space(node);
        _ = known.Type is OpaqueType { IsMutableValue: true } ? _operands.Place(() => known) : _operands.Value(() => known);
        _text.Append('{').Append(_count++).Append('}');
    }

    private void AppendHole(SyntaxNode node, Func<IrExpression> lower)
    {
        Space(node);
        _operands.Value(lower);
        _text.Append('{').Append(_count++).Append('}');
    }

    private void Append(SyntaxToken token)
    {
        if (_text.Length > 0 && StatementText.NeedsSpace(_previous, token))
        {
            _text.Append(' ');
        }

        AppendText(token.Text);
        _previous = token;
    }

    private void Space(SyntaxNode node)
    {
        if (_text.Length > 0 && StatementText.NeedsSpace(_previous, node.GetFirstToken()))
        {
            _text.Append(' ');
        }
    }

    private void AppendText(string text) => _text.Append(text.Replace("{", "{{").Replace("}", "}}"));
}
