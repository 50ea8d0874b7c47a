using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <content><c>is</c>, and switch expressions: conditional expressions where the arms allow it, else a chain of conditions.</content>
internal sealed partial class ExpressionLowerer
{
    private IrExpression LowerSwitchExpression(ISwitchExpressionOperation choice)
    {
        IrType type = TypeMapping.Map(choice.Type);
        if (IsPartsOrNull(choice.Type, choice.Arms.Select(static a => a.Value)))
        {
            return Refuse(choice, LanguageDiagnostics.TypeNotSupported, TypeMapping.Describe(choice.Type!));
        }

        if (type is SpanType || TypeMapping.IsFloatingStruct(choice.Type))
        {
            return Refuse(choice, LanguageDiagnostics.ViewChosenByStatements);
        }

        PatternLowerer patterns = new(_scope, this);
        IrExpression[] subject = patterns.LowerSubject(choice.Value);
        List<(IrExpression Test, List<IrStatement> Block, IrExpression Value)> arms = [];
        foreach (ISwitchExpressionArmOperation arm in choice.Arms)
        {
            IrExpression value = Unreachable;
            IrExpression test = patterns.Guarded(patterns.Test(arm.Pattern, subject), arm.Guard);
            if (KnownConditions.Evaluate(test) is { } known && arms.Count == 0)
            {
                if (known)
                {
                    return Lower(arm.Value);
                }

                continue;
            }

            List<IrStatement> block = _scope.Capture(() => value = _scope.Unbind(Lower(arm.Value)));
            arms.Add((test, block, value));
        }

        if (arms.Count == 0)
        {
            // No arm can match.
            _scope.Emit(NoMatch());
            return StandIn(choice.Type);
        }

        bool isTotal = PatternLowerer.IsAlways(arms[arms.Count - 1].Test) || choice.IsExhaustive;
        if (isTotal && type is not (StructType or ArrayType) && arms.All(static a => a.Block.Count == 0 && a.Value is not OpaqueExpression))
        {
            return Enumerable.Reverse(arms).Skip(1).Aggregate(arms[arms.Count - 1].Value, static (rest, arm) => new ConditionalExpression(arm.Test, arm.Value, rest));
        }

        return ChooseArm(arms, isTotal, type);
    }

    // A condition of the user's own words where nothing is taken from the value.
    private IrExpression LowerIsPattern(IIsPatternOperation test)
    {
        if (!PatternLowerer.IsUnderstood(test.Pattern) || !IsStruct(test.Value) && !PatternLowerer.DeclaresVariable(test.Pattern))
        {
            return LowerOpaque(test);
        }

        PatternLowerer patterns = new(_scope, this);
        return patterns.Test(test.Pattern, patterns.LowerSubject(test.Value));
    }

    private IrExpression ChooseArm(List<(IrExpression Test, List<IrStatement> Block, IrExpression Value)> arms, bool isTotal, IrType type)
    {
        IrExpression choice = DeclareChoice(type);
        EquatableArray<IrStatement> chain = isTotal
            ? AssignIn((arms[arms.Count - 1].Block, arms[arms.Count - 1].Value), choice)
            : [NoMatch()];
        for (int i = arms.Count - (isTotal ? 2 : 1); i >= 0; i--)
        {
            chain = [new IfStatement(arms[i].Test, AssignIn((arms[i].Block, arms[i].Value), choice), chain) { Source = _scope.Source }];
        }

        _scope.Block.AddRange(chain);
        return choice;
    }

    private OpaqueStatement NoMatch() =>
        new("throw new global::System.Runtime.CompilerServices.SwitchExpressionException();", default) { LeavesMethod = true, Source = _scope.Source };
}
