using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Micrograd.Generators.Lowering;

/// <content>Members of <c>this</c>, where the body of an instance method was put in place of a call.</content>
internal sealed partial class OpaqueText
{
    // `this` of a method whose body was put in place of a call is a variable here.
    private bool TryReceiver(ThisExpressionSyntax self)
    {
        if (_scope.Receiver is not { } receiver)
        {
            return false;
        }

        AppendReceiver(self, receiver);
        return true;
    }

    // `base.K` of a body put in place of a call: outside the class nobody can name what a virtual member overrides.
    private bool TryBase(BaseExpressionSyntax self)
    {
        if (_scope.Receiver is not { } receiver || receiver.Equals(_scope.Self))
        {
            return false;
        }

        if (_model.GetSymbolInfo(self.Parent!, _scope.CancellationToken).Symbol is { } member && (member.IsVirtual || member.IsOverride))
        {
            _scope.Report(LanguageDiagnostics.CallNotSupported, self.Parent!, self.Parent!.ToString(), "virtual");
            return true;
        }

        Space(self);
        AppendText($"(({TypeMapping.Qualify(_model.GetTypeInfo(self, _scope.CancellationToken).Type!)})");
        _previous = self.Token;
        AppendReceiver(self, receiver);
        AppendText(")");
        return true;
    }

    // The path to a variable stands as text in the text, so that what is changed is the variable.
    private void AppendReceiver(SyntaxNode node, IrExpression receiver)
    {
        if (receiver is not OpaqueExpression path)
        {
            AppendHole(node, Whole(node, receiver));
            return;
        }

        const string Owner = "{0}";
        if (path.Arguments.Count > 0)
        {
            AppendHole(node, path.Arguments[0]);
            _text.Append(path.Template.Substring(Owner.Length));
        }
        else
        {
            Space(node);
            _text.Append(path.Template);
        }
    }

    private void RequireOwn(SimpleNameSyntax name, IParameterSymbol? parameter)
    {
        if (parameter is not null && CapturedParameters.Is(parameter, _scope) && !CapturedParameters.CanBeNamed(parameter, _scope))
        {
            _scope.Report(LanguageDiagnostics.Inaccessible, name, CapturedParameters.Describe(parameter, _scope));
        }
    }

    private bool TryReceiverMember(SimpleNameSyntax name)
    {
        if (_scope.Receiver is not { } receiver || _model.GetSymbolInfo(name, _scope.CancellationToken).Symbol is not { IsStatic: false } symbol
            || symbol is not (IFieldSymbol or IPropertySymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary } or IEventSymbol)
            || name.Parent is NameColonSyntax or NameEqualsSyntax or MemberBindingExpressionSyntax
            || name.Parent is AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } initializer && initializer.Left == name)
        {
            return false;
        }

        if (receiver is StructExpression)
        {
            AppendHole(name, () => Whole(name, _model.GetOperation(name, _scope.CancellationToken) is { } member ? _expressions.Lower(member) : receiver));
            return true;
        }

        RequireAccess(name, symbol);
        AppendReceiver(name, receiver);
        AppendText(".");
        WriteSimpleName(name);
        return true;
    }
}
