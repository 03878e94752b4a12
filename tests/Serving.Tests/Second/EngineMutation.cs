namespace DeepStack.Sim.Serving.Tests.Second;

/// <summary>A rule of the engine's loop got wrong on purpose, to see that the comparison notices.</summary>
public enum EngineMutation
{
    None,
    EveryStepAdmits,
    IntervalCountsFromOne,
    IdleGroupWaitsForItsTurn,
    RanksAdmitByThemselves,
    FastestRankEndsTheStep,
    InboxIsReadAtOnce,
    NoStepIsBuiltAhead,
    StepAheadStartsAtOnce,
    HostTimeForgotten,
    FrontEndForgotten,
}
