namespace DeepStack.Sim.Analytical.GenZ.Lowering;

/// <summary>The two ends of a model, cut over the vocabulary.</summary>
internal static class Vocabulary
{
    public static void Embed<TSink>(in Pass pass, ref TSink sink)
        where TSink : struct, IOperatorSink
    {
        GenZModel model = pass.Model;
        long share = model.VocabularySize / pass.Nodes;
        double tokens = pass.Point.Stage == GenZStage.Chunked ? pass.Point.InputTokens : pass.Tokens;
        double embedded = tokens * model.HiddenSize;
        sink.Add(pass.Quirks.EmbeddingIsMatrixProduct
            ? Operator.Product("embeddings", OperatorGroup.Embedding, 1, tokens, share, model.HiddenSize, OnChip.Nothing)
            : new Operator("embeddings", OperatorGroup.Embedding, 1, 0, 0, embedded, embedded, OnChip.Nothing)
            {
                IsLookup = true,
                Holds = Held.Weights,
                HeldElements = share * (double)model.HiddenSize,
            });
        sink.Add(new Transfer("Emb_AR", GenZTransfer.AllReduce, 1, pass.Nodes, embedded) { IsOfVocabulary = true });
    }

    public static void Classify<TSink>(in Pass pass, ref TSink sink)
        where TSink : struct, IOperatorSink
    {
        GenZModel model = pass.Model;
        double tokens = pass.Quirks.EveryPromptTokenIsClassified ? pass.Tokens : pass.Sequences + pass.Point.Decodes;
        sink.Add(Operator.Product("classifier", OperatorGroup.Embedding, 1, tokens, model.HiddenSize, model.VocabularySize / pass.Nodes, OnChip.Nothing));
        sink.Add(new Transfer("classifier_AG", GenZTransfer.AllGather, 1, pass.Nodes, tokens * model.VocabularySize) { IsOfVocabulary = true });
    }
}
