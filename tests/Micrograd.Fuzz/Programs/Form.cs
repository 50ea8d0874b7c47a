namespace Micrograd.Fuzz.Programs;

/// <summary>A form of the language that a program can contain: the rows of the coverage table.</summary>
internal enum Form
{
    Literal, Variable, Element, ElementFromEnd, Arithmetic, Division, Negation, Remainder, RuleCall, Conditional, SwitchExpression, SwitchExpressionOnActive,
    AssignmentInExpression, CompoundInExpression, IncrementInExpression, IntegerToReal, RealToInteger, PrecisionConversion, Stop, Activation, Loss, Comparison, Logical,
    Pattern, StructEquality, IntegerArithmetic, IntegerElement, CheckedExpression,
    Assignment, Compound, Increment, RealLocal, IntegerLocal, IntegerAssignment, BooleanLocal, Constant, If, IfElse, For, ForDown, ForStep, ForTwoVariables, ForRealCounter,
    While, DoWhile, Foreach, Break, Continue, FlagExit, EarlyReturn, SwitchStatement, SwitchWhen, GotoCase, CheckedBlock, Throw,
    NewArray, Stackalloc, CollectionExpression, Spread, ArrayInitializer, NullableArray, Slice, RangeSlice, AdvancingSpan, Fill, Clear, CopyTo, ArrayCopy, ArrayClone, ToArray,
    RefLocal, RefLocalReassigned, IntegerRows, IntegerRowStore, Grid, GridElement, GridForeach,
    StructLocal, StructField, StructCopy, StructMethod, StructOperator, RecordWith, ArrayOfStructs, PrimaryConstructor, ConstantMember, Tuple, Deconstruction, Swap, SinCos,
    Helper, HelperByRef, HelperOut, HelperOverSpan, RecursiveHelper, RecursiveOverSpan, GenericHelper, ParamsHelper, ExtensionMember, NamedArguments, LocalFunction, Lambda, LambdaPassed, DelegateReassigned, HandWrittenRule,
    SinglePrecision, InPlaceParameter, ReadOnlySpanParameter, SpanParameter, NoDiffParameter, InParameter, NoResult,
    RefParameter, StructParameter, RefStructParameter, RecordParameter, TupleResult, StructResult, ArrayResult,
}

/// <summary>What a node is: a statement, or an expression of one of three sorts.</summary>
internal enum Sort
{
    Statement, Real, Integer, Boolean,
}

/// <summary>What a method gives back.</summary>
internal enum Outcome
{
    Nothing, Real, Tuple, Point, Array,
}

/// <summary>What a name stands for.</summary>
internal enum Role
{
    Real, Integer, Boolean, Array, Span, ReadOnlySpan, Integers, IntegerRows, Grid, Point, Pair, Points, Function, Method,
}
