namespace DeepStack.Sim.Analytical.GenZ.Lowering;

/// <summary>A feed-forward part that every token goes through.</summary>
internal static class DenseLayer
{
    public static void Lower<TSink>(in Pass pass, long layers, ref TSink sink)
        where TSink : struct, IOperatorSink
    {
        GenZModel model = pass.Model;
        long width = Math.Max(1, Pass.Share(model.IntermediateSize, pass.TensorWays));
        sink.Add(Operator.Product("up+gate", OperatorGroup.FeedForward, layers, pass.Tokens, model.HiddenSize, model.InputMatrices * width, pass.Activations));
        sink.Add(Operator.Product("down", OperatorGroup.FeedForward, layers, pass.Tokens, width, model.HiddenSize, pass.Activations));
    }
}
