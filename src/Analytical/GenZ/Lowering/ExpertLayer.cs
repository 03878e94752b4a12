namespace DeepStack.Sim.Analytical.GenZ.Lowering;

/// <summary>A feed-forward part of experts: router, exchange of tokens, the experts of one device, exchange back.</summary>
internal static class ExpertLayer
{
    public static void Lower<TSink>(in Pass pass, long layers, ref TSink sink)
        where TSink : struct, IOperatorSink
    {
        GenZModel model = pass.Model;
        double routed = pass.Tokens * (double)model.ExpertsPerToken * model.HiddenSize;
        bool sumsHidden = pass.IsDecode && pass.Quirks.DecodeRouterSumsHiddenWidth;
        sink.Add(Operator.Product("Gate", OperatorGroup.FeedForward, layers, pass.Tokens, model.HiddenSize / (double)pass.TensorWays, model.Experts, OnChip.Nothing));
        sink.Add(new Transfer("Gate AR", GenZTransfer.AllReduce, layers, pass.TensorWays, pass.Tokens * (double)(sumsHidden ? model.HiddenSize : model.Experts)));
        sink.Add(new Transfer("Dispatch A2A", GenZTransfer.AllToAll, layers, pass.ExpertWays, routed));
        if (pass.IsDecode) DecodeExperts(pass, layers, ref sink);
        else PrefillExperts(pass, layers, ref sink);
        sink.Add(new Transfer("Collect A2A", GenZTransfer.AllToAll, layers, pass.ExpertWays, routed));
    }

    private static void PrefillExperts<TSink>(in Pass pass, long layers, ref TSink sink)
        where TSink : struct, IOperatorSink
    {
        GenZModel model = pass.Model;
        long local = model.Experts / pass.ExpertWays;
        if (pass.Quirks.ExpertsShareTheirInput)
            Shared(pass, layers, pass.Sequences * (pass.TokensPerSequence * model.ExpertsPerToken / model.Experts), local, ref sink);
        else
            Apart(pass, layers, pass.Tokens * (double)model.ExpertsPerToken / pass.ExpertWays, local, ref sink);
    }

    private static void DecodeExperts<TSink>(in Pass pass, long layers, ref TSink sink)
        where TSink : struct, IOperatorSink
    {
        GenZModel model = pass.Model;
        long local = model.Experts / pass.ExpertWays;
        double active = Math.Max(1, Pass.Share(model.ExpertsPerToken, pass.ExpertWays));
        if (pass.Quirks.DecodeExpertsIgnoreBatch)
        {
            Shared(pass, layers, pass.Tokens, active, ref sink);
        }
        else
        {
            active = local * (1 - Math.Pow(1 - model.ExpertsPerToken / (double)model.Experts, pass.Tokens));
            Apart(pass, layers, pass.Tokens * (double)model.ExpertsPerToken / pass.ExpertWays, active, ref sink);
        }
        if (local > active) Idle(pass, layers, local - active, ref sink);
    }

    /// <summary>All experts as one product: the same rows go into each.</summary>
    private static void Shared<TSink>(in Pass pass, long layers, double rows, double experts, ref TSink sink)
        where TSink : struct, IOperatorSink
    {
        GenZModel model = pass.Model;
        double width = experts * Pass.Share(model.IntermediateSize, pass.TensorWays);
        sink.Add(Operator.Product("up+gate", OperatorGroup.FeedForward, layers, rows, model.HiddenSize, model.InputMatrices * width, pass.Activations));
        sink.Add(Operator.Product("down", OperatorGroup.FeedForward, layers, rows, width, model.HiddenSize, pass.Activations));
    }

    /// <summary>Each expert by itself: the rows are spread over them, and the weights of each are read.</summary>
    private static void Apart<TSink>(in Pass pass, long layers, double rows, double experts, ref TSink sink)
        where TSink : struct, IOperatorSink
    {
        GenZModel model = pass.Model;
        double width = Pass.Share(model.IntermediateSize, pass.TensorWays);
        sink.Add(Spread("up+gate", rows, experts, model.HiddenSize, model.InputMatrices * width, layers, pass.Activations));
        sink.Add(Spread("down", rows, experts, width, model.HiddenSize, layers, pass.Activations));
    }

    private static Operator Spread(string name, double rows, double experts, double depth, double width, long layers, OnChip onChip)
    {
        Operator one = Operator.Product(name, OperatorGroup.FeedForward, layers, rows, depth, width, onChip);
        return one with { Second = experts * one.Second, HeldElements = experts * one.HeldElements };
    }

    /// <summary>Experts without a token: weights that no one reads.</summary>
    private static void Idle<TSink>(in Pass pass, long layers, double experts, ref TSink sink)
        where TSink : struct, IOperatorSink
    {
        GenZModel model = pass.Model;
        double width = experts * Pass.Share(model.IntermediateSize, pass.TensorWays);
        Operator up = Operator.Product("up+gate", OperatorGroup.FeedForward, layers, 0, model.HiddenSize, model.InputMatrices * width, pass.Activations);
        Operator down = Operator.Product("down", OperatorGroup.FeedForward, layers, 0, width, model.HiddenSize, pass.Activations);
        sink.Add(up with { Holds = Held.IdleWeights });
        sink.Add(down with { Holds = Held.IdleWeights });
    }
}
