namespace DeepStack.Sim.Serving.Tests.Second;

/// <summary>A scheduling rule got wrong on purpose, to see that the comparison notices.</summary>
public enum Mutation
{
    None,
    RunningServedBackwards,
    BudgetOneTooLarge,
    OneSequenceTooMany,
    NullBlockIsUsed,
    OnlyTheFirstChunkMustFit,
    WatermarkForgotten,
    WatermarkWhenIdle,
    BlockedHeadIsSkipped,
    FirstIsPreempted,
    PreemptedGoesToTheBack,
    AdmissionAfterPreemption,
    PriorityIgnoredByPreemption,
    LatestOfEqualPriorityFirst,
    WholeSequenceMayHit,
    FreedFromTheFront,
    BlankBlocksGoLast,
    NewestIsEvicted,
    DraftsEnterTheCache,
    RejectedDraftsStay,
    LookaheadForgotten,
    ThresholdForgottenAtAdmission,
    EndNeverForeseen,
}
