using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>Writes the call of a pair: arguments taken apart as the pair has them, and what comes back put where it belongs.</summary>
internal sealed class PairArguments(LoweringScope scope, ExpressionLowerer expressions)
{
    private readonly List<IrExpression> _arguments = [];
    private readonly List<(IrExpression Place, IrExpression Value)> _passedBack = [];

    /// <summary>What <c>this</c> is in the body, where the target does not say.</summary>
    public Func<IrExpression>? Receiver { get; init; }

    /// <summary>The method was compiled earlier, and a diagnostic may be about the call.</summary>
    public bool CallsElsewhere { get; init; }

    public IrExpression Call(IInvocationOperation call, CallTarget target, PairShape shape, PairTarget pair)
    {
        IrExpression[] operands = Operands(call, target, shape);
        int first = operands.Length - shape.Given.Length;
        scope.Shared.AtEnd(() => RequireApart(call, target.Method, operands, first));
        for (int i = 0; i < operands.Length; i++)
        {
            Pass(i < first ? shape.Receiver! : shape.Given[i - first], operands[i]);
        }

        IrExpression? returned = shape.Result is { } result ? Box(result, StructValues.Zero(result.Type), isRead: false) : null;
        foreach (PairPart member in shape.State)
        {
            Pass(member, scope.PlaceOf(member.Symbol!)!);
        }

        string name = Identifier.Local(target.Method.Name);
        PairCallExpression made = new(pair, _arguments.ToEquatableArray(), shape.ReturnType) { Site = CallsElsewhere ? scope.AddSite(call.Syntax, SiteKind.MarkedElsewhere) : -1 };
        IrExpression value = returned ?? new ConstantExpression(IrType.Void, 0, "default");
        if (shape.ReturnType is VoidType)
        {
            scope.Emit(new CallStatement(made));
        }
        else
        {
            IrLocal local = scope.CreateLocal(name, shape.ReturnType);
            scope.Emit(new DeclareStatement(local, made));
            value = new LocalExpression(local);
        }

        foreach ((IrExpression place, IrExpression box) in _passedBack)
        {
            expressions.Store(place, box, isUsed: false);
        }

        return returned is null ? value : scope.Declare(name, returned.Type, returned);
    }

    // In the order of the text, given in the order of the parameters.
    private IrExpression[] Operands(IInvocationOperation call, CallTarget target, PairShape shape)
    {
        int first = shape.Receiver is null ? 0 : 1;
        OperandSequence operands = new(scope);
        if (shape.Receiver is not null)
        {
            operands.Receiver(Receiver ?? (() => expressions.PairReceiver(target)), Receiver is not null || expressions.IsCalledOnVariable(target));
        }

        foreach (IArgumentOperation argument in call.Arguments)
        {
            PairPart part = shape.Given[argument.Parameter!.Ordinal];
            if (part.PassesBack)
            {
                operands.Place(() => expressions.LowerPlace(argument.Value) ?? StructValues.Zero(part.Type));
            }
            else if (part.IsGrid)
            {
                operands.Value(() => expressions.OpenGrid((ArrayType)part.Type, expressions.Lower(argument.Value)));
            }
            else
            {
                operands.Value(() => part.Type.IsView ? expressions.ToPath(expressions.Lower(argument.Value), "view") : expressions.Lower(argument.Value));
            }
        }

        IrExpression[] ordered = new IrExpression[first + call.Arguments.Length];
        if (first > 0)
        {
            ordered[0] = operands[0];
        }

        for (int i = 0; i < call.Arguments.Length; i++)
        {
            ordered[first + call.Arguments[i].Parameter!.Ordinal] = operands[first + i];
        }

        return ordered;
    }

    // A pair is given what a reference holds, and gives it back: the callee would not see it change by another name, nor the other way.
    private void RequireApart(IInvocationOperation call, IMethodSymbol method, IrExpression[] operands, int first)
    {
        foreach (IArgumentOperation argument in call.Arguments.Where(static a => a.Parameter!.RefKind is not RefKind.None))
        {
            int at = first + argument.Parameter!.Ordinal;
            for (int i = 0; i < operands.Length; i++)
            {
                bool mayChange = argument.Parameter.RefKind is RefKind.Ref or RefKind.Out || i < first || !IsReadOnly(method.Parameters[i - first]);
                bool isByName = i < first || method.Parameters[i - first].RefKind != RefKind.None || operands[i].Leaves().Any(static l => l.Type.IsView);
                if (i != at && mayChange && isByName && operands[at].Leaves().Any(p => operands[i].Leaves().Any(o => scope.Shared.MayOverlap(p, o))))
                {
                    string other = i < first ? "this" : method.Parameters[i - first].Name;
                    scope.Report(LanguageDiagnostics.AliasedReference, argument.Syntax, StatementText.Of(argument.Syntax), method.Name, other);
                    return;
                }
            }
        }
    }

    private static bool IsReadOnly(IParameterSymbol parameter) => parameter.RefKind is RefKind.In or RefKind.RefReadOnlyParameter || TypeMapping.Map(parameter.Type) is SpanType { IsReadOnly: true };

    private void Pass(PairPart part, IrExpression operand)
    {
        if (part.PassesBack)
        {
            _passedBack.Add((operand, Box(part, operand, isRead: part.RefKind == RefKind.Ref)));
            return;
        }

        IrExpression[] leaves = [.. operand.Leaves()];
        if (leaves.Length != part.Leaves.Length)
        {
            scope.Report(LanguageDiagnostics.TypeNotSupported, scope.Place!, part.Type.Text.Replace("global::", ""));
            return;
        }

        _arguments.AddRange(leaves.Select(l => l.Type.IsView ? expressions.ToPath(l, "view") : l));
    }

    // Memory of one element for each number, which holds the variable's value during the call.
    private IrExpression Box(PairPart part, IrExpression variable, bool isRead)
    {
        int next = 0;
        return variable.MapLeaves(leaf =>
        {
            IrParameter parameter = part.Leaves[next++];
            IrLocal box = scope.CreateLocal(parameter.Local.Name, new ArrayType(leaf.Type));
            scope.Emit(new DeclareStatement(box, new NewArrayExpression([ConstantExpression.Integer(1)], ArrayStorage.Heap, box.Type)));
            ElementExpression element = new(new LocalExpression(box), [ConstantExpression.Integer(0)], leaf.Type);
            if (isRead)
            {
                scope.Emit(new AssignStatement(element, leaf));
            }

            _arguments.Add(new LocalExpression(box));
            return element;
        });
    }
}
