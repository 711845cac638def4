/** Hyper-parameters, weights and the decoder assembled from blocks. */
package io.perilune.inference.model;
