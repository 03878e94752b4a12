using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Serving.Disaggregation;

/// <summary>How KV blocks get from prefill to decode replicas.</summary>
/// <param name="Mode">Who moves them, and when.</param>
/// <param name="Timeout">
/// How long a prefill replica keeps the blocks of a prompt that is done. If they have not all arrived by then it drops them, and the
/// decode replica computes the prompt itself; more than zero.
/// </param>
public sealed record KvTransferSpec(TransferMode Mode, Duration Timeout)
{
    /// <summary>vLLM's own time-out (<c>VLLM_NIXL_ABORT_REQUEST_TIMEOUT</c>).</summary>
    public static Duration DefaultTimeout { get; } = Duration.FromSeconds(480);
}
