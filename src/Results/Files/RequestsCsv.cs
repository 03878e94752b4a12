using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Files;

/// <summary>Writes a row per request, in the order in which requests ended.</summary>
public sealed class RequestsCsv : RunProjection, IDisposable
{
    private readonly CsvStream _csv;

    /// <param name="stream">Where to write; it stays open.</param>
    public RequestsCsv(Stream stream) => _csv = new CsvStream(stream, """
        index,id,tenant,replica,status,arrival_s,queued_s,first_scheduled_s,first_token_s,finished_s,input_tokens,output_tokens,cached_tokens,steps,preemptions,ttft_ms,tpot_ms,e2e_ms,front_end_ms,queue_ms,prefill_ms,preempted_prefill_ms,decode_ms,preempted_ms,transfer_ms,wait_sequences_ms,wait_budget_ms,wait_blocks_ms,wait_remote_kv_ms
        """u8);

    /// <inheritdoc/>
    public override void Request(RequestRecord request)
    {
        long steps = 0;
        foreach (StepRun run in request.Runs) steps += run.Steps;
        _csv.Integer(request.Index).Text(request.Id).Text(request.Tenant).Integer(request.Replica).Text(Words.Of(request.Status))
            .Seconds(request.Arrival).Seconds(request.Queued).Seconds(request.FirstScheduled).Seconds(request.FirstToken).Seconds(request.Finished)
            .Integer(request.InputTokens).Integer(request.OutputTokens).Integer(request.CachedTokens).Integer(steps).Integer(request.Preemptions);
        WriteLatencies(request);
        _csv.Milliseconds(request.PreemptedTime).Milliseconds(request.TransferTime)
            .Milliseconds(request.Waits.Sequences).Milliseconds(request.Waits.Budget).Milliseconds(request.Waits.Blocks).Milliseconds(request.Waits.RemoteKv);
        _csv.EndRow();
    }

    /// <summary>Writes what is still buffered.</summary>
    public void Dispose() => _csv.Dispose();

    private void WriteLatencies(RequestRecord request)
    {
        if (!request.IsComplete)
        {
            _csv.Empty(8);
            return;
        }
        RequestLatencies latencies = RequestLatencies.Of(request);
        _csv.Milliseconds(latencies.Ttft);
        if (request.OutputTokens > 1) _csv.Milliseconds(latencies.Tpot);
        else _csv.Empty(1);
        _csv.Milliseconds(latencies.E2e).Milliseconds(latencies.FrontEnd).Milliseconds(latencies.Queue).Milliseconds(latencies.Prefill).Milliseconds(latencies.Preempted).Milliseconds(latencies.Decode);
    }
}
