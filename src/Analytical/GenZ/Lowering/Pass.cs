namespace DeepStack.Sim.Analytical.GenZ.Lowering;

/// <summary>A question with what follows from it for one device: the microbatch, and the tokens that go through a layer together.</summary>
internal readonly struct Pass
{
    private readonly GenZPoint _point;

    public Pass(in GenZPoint point, GenZQuirks quirks)
    {
        _point = point;
        Quirks = quirks;
        Sequences = Math.Max(1, point.Batch / point.Plan.Pipeline);
        TokensPerSequence = point.Stage switch
        {
            GenZStage.Prefill => point.InputTokens,
            GenZStage.Decode => 1,
            _ => point.InputTokens + point.Decodes,
        };
    }

    public readonly GenZPoint Point => _point;

    public GenZQuirks Quirks { get; }

    public GenZModel Model => _point.Model;

    public bool IsDecode => _point.Stage == GenZStage.Decode;

    /// <summary>Sequences of a microbatch; a chunked step counts as one.</summary>
    public long Sequences { get; }

    public long TokensPerSequence { get; }

    public long Tokens => Sequences * TokensPerSequence;

    public int TensorWays => _point.Plan.Tensor;

    public int ExpertWays => _point.Plan.Expert;

    public int Nodes => _point.Plan.Nodes;

    /// <summary>Where the inputs and results of dense layers live.</summary>
    public OnChip Activations => IsDecode ? OnChip.FirstAndResult : OnChip.Nothing;

    /// <summary>A quotient rounded up.</summary>
    public static long Share(long whole, long ways) => (whole + ways - 1) / ways;
}
