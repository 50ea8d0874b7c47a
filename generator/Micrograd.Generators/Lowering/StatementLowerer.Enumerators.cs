using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <content>
/// <c>foreach</c> as C# defines it: <c>var e = items.GetEnumerator(); try { while (e.MoveNext()) { … e.Current … } } finally { e.Dispose(); }</c>.
/// The items are asked for one by one, because asking may run code, and need not end where the loop does.
/// </content>
internal sealed partial class StatementLowerer
{
    private void LowerEnumeration(IForEachLoopOperation loop, IOperation collection, ForEachStatementInfo info)
    {
        if (info is not { GetEnumeratorMethod: { IsExtensionMethod: false } start, MoveNextMethod: not null } || TypeMapping.Map(start.ReturnType) is not OpaqueType type
            || !scope.CanName(start.ReturnType) || (IsDisposed(start.ReturnType, info) && start.ReturnType.IsValueType && !HasPublicDispose(start.ReturnType)))
        {
            LanguageFence.Report(scope, loop);
            return;
        }

        string? source = scope.Source;
        bool runsUserCode = !UserCode.IsPlain(TypeSubstitution.Resolve(collection.Type!));
        IrExpression enumerator = scope.Declare("enumerator", type, new OpaqueExpression("{0}.GetEnumerator()", [expressions.Lower(collection)], type) { ChangesState = runsUserCode });
        List<IrStatement> trip = scope.Capture(() =>
        {
            IrType item = ExpressionLowerer.InOnePiece(info.ElementType!);
            IrExpression current = scope.Bind(new OpaqueExpression("{0}.Current", [enumerator], item) { ChangesState = runsUserCode }, "current");
            BindItem(loop, expressions.Open(current, info.ElementType!, loop.Collection));
            Lower(loop.Body);
        });
        OpaqueExpression moves = new("{0}.MoveNext()", [enumerator], IrType.Boolean) { ChangesState = runsUserCode };
        List<IrStatement> loops = scope.Capture(() => scope.Emit(new LoopStatement(default, moves, trip.ToEquatableArray(), default) { Source = source }));
        if (IsDisposed(start.ReturnType, info))
        {
            EmitDisposed(enumerator, start.ReturnType, loops);
        }
        else
        {
            scope.Block.AddRange(loops);
        }
    }

    private static bool IsDisposed(ITypeSymbol enumerator, ForEachStatementInfo info) => info.DisposeMethod is not null && !enumerator.IsRefLikeType;

    private static bool HasPublicDispose(ITypeSymbol type) => type.GetMembers("Dispose").OfType<IMethodSymbol>().Any(static m => m is { Parameters.IsEmpty: true, DeclaredAccessibility: Accessibility.Public });

    // A struct is disposed of where it stands; the statement would dispose of a copy.
    private void EmitDisposed(IrExpression resource, ITypeSymbol type, List<IrStatement> body)
    {
        if (type.IsValueType)
        {
            EmitEnclosed("try", default, body, [new OpaqueStatement("{0}.Dispose();", [resource])]);
        }
        else
        {
            EmitEnclosed("using ({0})", [resource], body, default);
        }
    }
}
