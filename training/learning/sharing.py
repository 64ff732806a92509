"""Layers that see the chips of all processes, so that several of them learn what one would."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from paddy_segmenter.core.network.device import layout_of

from .. import processes


def share_layers(network: nn.Module, device: torch.device) -> None:
    """Changes the layers of a network so that in training mode they regard the chips of all processes; what is frozen stays so.

    Names and values of the weights stay. Where there is one process, nothing changes.
    """
    if processes.count() == 1:
        return
    if device.type == "cuda":
        nn.SyncBatchNorm.convert_sync_batchnorm(network)  # type: ignore[no-untyped-call]
    for module in network.modules():
        if kind := SHARED.get(type(module)):
            module.__class__ = kind  # as torch's lazy modules do: all that it holds stays


class SharedBatchNorm(nn.BatchNorm2d):
    """Batch normalisation over the chips of all processes, for processors; torch has one for GPUs only."""

    def forward(self, input: Tensor) -> Tensor:
        """Returns (N, C, H, W) of (N, C, H, W)."""
        if not self.training:
            return super().forward(input)
        wide = input.to(torch.promote_types(input.dtype, torch.float32))
        sums = processes.total(torch.cat([wide.sum(dim=(0, 2, 3)), wide.new_tensor([wide[:, 0].numel()])]))
        mean, pixels = sums[:-1] / sums[-1], sums[-1].detach()
        centred = wide - mean[:, None, None]
        variance = processes.total(centred.square().sum(dim=(0, 2, 3))) / pixels
        self._remember(mean.detach(), variance.detach() * pixels / (pixels - 1))
        scale = self.weight * (variance + self.eps).rsqrt()
        return (centred * scale[:, None, None] + self.bias[:, None, None]).to(input.dtype)

    @torch.no_grad()
    def _remember(self, mean: Tensor, variance: Tensor) -> None:
        for running, now in ((self.running_mean, mean), (self.running_var, variance)):
            if running is not None and self.momentum is not None:
                running.lerp_(now, self.momentum)
        if self.num_batches_tracked is not None:
            self.num_batches_tracked.add_(1)


class SharedDropout(nn.Dropout):
    """Dropout that draws for the chips of all processes and takes what falls on its own, as one process would have drawn it."""

    def forward(self, input: Tensor) -> Tensor:
        """Returns (N, C, H, W) of (N, C, H, W)."""
        if not self.training:
            return input
        shape = (len(input) * processes.count(), *input.shape[1:])
        ones = torch.empty(shape, dtype=input.dtype, device=input.device, memory_format=layout_of(input)).fill_(1)
        return input * functional.dropout(ones, self.p)[processes.number() :: processes.count()]


SHARED: dict[type[nn.Module], type[nn.Module]] = {nn.BatchNorm2d: SharedBatchNorm, nn.Dropout: SharedDropout}
