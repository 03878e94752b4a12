namespace DeepStack.Sim.Serving.Disaggregation;

/// <summary>Who moves KV blocks from prefill to decode, and when.</summary>
public enum TransferMode
{
    /// <summary>A decode replica is chosen when the prompt is done, and reads the blocks once it has room for them.</summary>
    Pull,

    /// <summary>A decode replica is chosen on arrival and makes room; the blocks are written to it when the prompt is done.</summary>
    Push,

    /// <summary>As push, but every layer's part is written as soon as a step has computed it, beside the layers that follow.</summary>
    Layerwise,
}
