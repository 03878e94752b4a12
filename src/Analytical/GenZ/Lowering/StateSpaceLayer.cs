namespace DeepStack.Sim.Analytical.GenZ.Lowering;

/// <summary>A Mamba layer: projections of a device's channels around the recurrence of states.</summary>
internal static class StateSpaceLayer
{
    private const OperatorGroup Group = OperatorGroup.StateSpace;

    public static void Lower<TSink>(in Pass pass, GenZStateSpace space, long layers, ref TSink sink)
        where TSink : struct, IOperatorSink
    {
        double tokens = pass.Tokens;
        double width = Math.Round(pass.Model.HiddenSize / (double)pass.Nodes), channels = space.Expansion * width;
        double taps = channels * space.Taps;
        sink.Add(Operator.Product("Inproj", Group, layers, tokens, width, 2 * channels, OnChip.Nothing));
        sink.Add(new Operator("Conv", Group, layers, tokens * taps, tokens * channels, taps, tokens * channels, OnChip.Nothing)
        {
            Holds = pass.Quirks.ConvolutionCountsAsCache ? Held.Cache : Held.Weights,
            HeldElements = taps,
        });
        sink.Add(Operator.Product("BC proj", Group, layers, tokens, channels, space.StepRank + 2 * space.State, OnChip.Nothing));
        sink.Add(Operator.Product("xt proj", Group, layers, tokens, space.StepRank, channels, OnChip.Nothing));
        Recur(pass, layers, pass.Quirks.StatesAreNotSharded ? space.Expansion * (double)pass.Model.HiddenSize : channels, space.State, ref sink);
        sink.Add(Operator.Product("Out proj", Group, layers, tokens, channels, width, OnChip.Nothing));
        sink.Add(new Transfer("Mamba AR", GenZTransfer.AllReduce, layers, pass.Nodes, tokens * width));
    }

    /// <summary>The state operators; the three steps that make the input of the recurrence lie partly off chip.</summary>
    private static void Recur<TSink>(in Pass pass, long layers, double channels, double state, ref TSink sink)
        where TSink : struct, IOperatorSink
    {
        double tokens = pass.Tokens, wide = tokens * channels, states = wide * state, narrow = tokens * state;
        sink.Add(new Operator("deltaA", Group, layers, states, wide, channels * state, states, OnChip.Second | OnChip.Result));
        sink.Add(new Operator("deltaB", Group, layers, states, wide, narrow, states, OnChip.Result));
        sink.Add(new Operator("deltaBu", Group, layers, states, states, wide, states, OnChip.Nothing));
        sink.Add(new Operator("x calc", Group, layers, states, states, states, states, OnChip.Everything)
        {
            Holds = Held.Cache,
            HeldElements = pass.Sequences * channels * state,
        });
        sink.Add(new Operator("y calc", Group, layers, states, states, narrow, wide, OnChip.Everything));
        sink.Add(new Operator("D addition", Group, layers, wide, wide, wide, wide, OnChip.Everything));
        sink.Add(new Operator("out mult z", Group, layers, wide, wide, wide, wide, OnChip.Everything));
    }
}
