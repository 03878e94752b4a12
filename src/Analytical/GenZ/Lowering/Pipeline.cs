namespace DeepStack.Sim.Analytical.GenZ.Lowering;

/// <summary>Lowers a pass to operators: embedding, the layers of each pipeline stage with a transfer between, classifier.</summary>
internal static class Pipeline
{
    public static void Lower<TSink>(in Pass pass, ref TSink sink)
        where TSink : struct, IOperatorSink
    {
        int stages = pass.Point.Plan.Pipeline;
        long layers = Pass.Share(pass.Model.Layers, stages);
        if (!pass.IsDecode) Vocabulary.Embed(pass, ref sink);
        for (int stage = 1; stage < stages; stage++)
        {
            Layers(pass, layers, ref sink);
            sink.Add(new Transfer("Message Pass", GenZTransfer.SendReceive, 1, 2, pass.Tokens * (double)pass.Model.HiddenSize));
        }
        Layers(pass, Math.Max(0, pass.Model.Layers - layers * (stages - 1)), ref sink);
        Vocabulary.Classify(pass, ref sink);
    }

    private static void Layers<TSink>(in Pass pass, long layers, ref TSink sink)
        where TSink : struct, IOperatorSink
    {
        if (pass.Model.StateSpace is { } space) StateSpaceLayer.Lower(pass, space, layers, ref sink);
        else AttentionLayer.Lower(pass, layers, ref sink);
        if (pass.Model.Experts > 1) ExpertLayer.Lower(pass, layers, ref sink);
        else DenseLayer.Lower(pass, layers, ref sink);
        sink.Add(new Transfer("FFN AR", GenZTransfer.AllReduce, layers, pass.TensorWays, pass.Tokens * (double)pass.Model.HiddenSize));
    }
}
