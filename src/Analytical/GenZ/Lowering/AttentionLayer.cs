namespace DeepStack.Sim.Analytical.GenZ.Lowering;

/// <summary>Attention of grouped queries: projection, logits and weighted sums, projection, all-reduce.</summary>
internal static class AttentionLayer
{
    public static void Lower<TSink>(in Pass pass, long layers, ref TSink sink)
        where TSink : struct, IOperatorSink
    {
        GenZModel model = pass.Model;
        long heads = Pass.Share(model.Heads, pass.Nodes), kvHeads = Math.Max(1, Pass.Share(model.KvHeads, pass.Nodes));
        OnChip activations = pass.Point.Stage == GenZStage.Prefill ? OnChip.Nothing : OnChip.FirstAndResult;
        sink.Add(Operator.Product("QKV", OperatorGroup.QkvOutput, layers, pass.Tokens, model.HiddenSize, (heads + 2 * kvHeads) * model.HeadDimension, activations));
        Attend(pass, layers, new HeadShape(heads, kvHeads, model.HeadDimension), ref sink);
        sink.Add(Operator.Product("Out Proj", OperatorGroup.QkvOutput, layers, pass.Tokens, heads * model.HeadDimension, model.HiddenSize, activations));
        sink.Add(new Transfer("MHA AR", GenZTransfer.AllReduce, layers, pass.Nodes, pass.Tokens * (double)model.HiddenSize));
    }

    private static void Attend<TSink>(in Pass pass, long layers, in HeadShape heads, ref TSink sink)
        where TSink : struct, IOperatorSink
    {
        GenZPoint point = pass.Point;
        switch (point.Stage)
        {
            case GenZStage.Prefill:
                Pair("Logit", "Attend", heads.Over(pass.Sequences, point.InputTokens, point.InputTokens, SeenInPrompt(pass, 0), isOnChip: false), layers, ref sink);
                break;
            case GenZStage.Decode:
                AttentionShape prompt = heads.Over(pass.Sequences, 1, point.InputTokens, point.InputTokens, isOnChip: true);
                AttentionShape output = heads.Over(pass.Sequences, 1, point.OutputTokens, point.OutputTokens, isOnChip: true);
                sink.Add(Logits("Logit Pre", prompt, layers));
                sink.Add(Logits("Logit Suf", output, layers));
                sink.Add(Sums("Attend Pre", prompt, layers));
                sink.Add(Sums("Attend Suf", output, layers));
                break;
            default:
                Pair("Logit", "Attend", heads.Over(1, point.InputTokens, point.PastTokens + point.InputTokens, SeenInPrompt(pass, point.PastTokens), isOnChip: false), layers, ref sink);
                if (point.Decodes > 0)
                    Pair("Logit Dec", "Attend Dec", heads.Over(1, 1, point.DecodeContext, point.DecodeContext, isOnChip: true), layers * point.Decodes, ref sink);
                break;
        }
    }

    /// <summary>Positions that a token of a prompt attends to, on average.</summary>
    private static double SeenInPrompt(in Pass pass, long past) =>
        past + (pass.Quirks.AttentionIgnoresCausality ? pass.Point.InputTokens : (pass.Point.InputTokens + 1) / 2.0);

    private static void Pair<TSink>(string logit, string attend, in AttentionShape shape, long repeats, ref TSink sink)
        where TSink : struct, IOperatorSink
    {
        sink.Add(Logits(logit, shape, repeats));
        sink.Add(Sums(attend, shape, repeats));
    }

    /// <summary>Queries with keys; the logits stay on chip.</summary>
    private static Operator Logits(string name, in AttentionShape shape, long repeats) =>
        Cached(new Operator(name, OperatorGroup.LogitAttend, repeats, shape.MultiplyAdds, shape.Queries, shape.Keys, shape.Logits, shape.IsOnChip ? OnChip.FirstAndResult : OnChip.Result));

    /// <summary>Logits with values.</summary>
    private static Operator Sums(string name, in AttentionShape shape, long repeats) =>
        Cached(new Operator(name, OperatorGroup.LogitAttend, repeats, shape.MultiplyAdds, shape.Logits, shape.Keys, shape.Queries, shape.IsOnChip ? OnChip.FirstAndResult : OnChip.First));

    private static Operator Cached(in Operator step) => step with { Holds = Held.Cache, HeldElements = step.Second };

    /// <summary>Heads of one device.</summary>
    private readonly record struct HeadShape(long Heads, long KvHeads, long Dimension)
    {
        public AttentionShape Over(double sequences, double tokens, double context, double seen, bool isOnChip) => new(
            sequences * Heads * tokens * seen * Dimension,
            sequences * Heads * tokens * Dimension,
            sequences * KvHeads * context * Dimension,
            sequences * Heads * tokens * seen,
            isOnChip);
    }

    /// <summary>Work and tensor sizes over one stretch of the context; keys and values are of one size, and so are queries and sums.</summary>
    private readonly record struct AttentionShape(double MultiplyAdds, double Queries, double Keys, double Logits, bool IsOnChip);
}
